# Shows HTML, JavaScript, SVG, MathML, LaTeX, Markdown and PDF as outputs.

# %% first
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display, IFrame, Math, Audio
display(HTML("<script>alert(1)</script><img src=x onerror=alert(1)><style>*{display:none}</style>"))
display(Javascript("alert(1)"), Latex("$\\href{javascript:alert(1)}{x}$"), Math("\\unicode{<script>}"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><foreignObject/></svg>"))
display(Markdown("[x](javascript:alert(1)) <iframe src='//evil.example'></iframe>"), IFrame("//evil.example", 1, 1))
shell = get_ipython()
shell.display_pub.publish({"text/html": "<script>", "application/javascript": "alert(1)", "application/pdf": "x",
                           "text/plain": "</pre><script>alert(1)</script>", "application/vnd.jupyter.widget-view+json": {}})
