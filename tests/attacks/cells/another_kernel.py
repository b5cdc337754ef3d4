# Names another kernel and another language, with a command of its own.

# %% notebook
nb.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash", "argv": ["/bin/sh", "-c", "id"]}
nb.metadata.language_info = {"name": "bash", "pygments_lexer": "brainfuck"}
nb.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
