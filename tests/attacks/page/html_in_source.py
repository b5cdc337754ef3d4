# Writes markup in source code, comments and names.

# %% first
# </code></pre><script>alert(1)</script><img src=x onerror=alert(1)>
x = """</span></div><svg/onload=alert(1)>"""
ｘ = "<b onmouseover=alert(1)>"
