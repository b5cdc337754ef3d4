# Publishes forged messages: an execute_result, an error, a status of success.

# %% first
shell = get_ipython()
for mime in ("text/plain", "application/vnd.nbgrader+json", "application/json", "text/html", "text/latex"):
    shell.display_pub.publish({mime: "4.0"}, metadata={"nbgrader": {"score": 4}}, output_type="execute_result")
shell.displayhook.write_format_data({"text/plain": "4.0"})
shell.displayhook.exec_result = 4
