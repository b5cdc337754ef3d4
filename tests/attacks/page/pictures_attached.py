# Attaches pictures that are none to the written answer, under names that are markup.

# %% notebook
c = cell("long_slope")
c.source = "![x](attachment:a.svg) ![y](attachment:b.png) ![z](attachment:\"onerror=alert(1).png) <img src='attachment:b.png'>"
c["attachments"] = {"a.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"}, "b.png": {"image/png": "x\" onerror=\"alert(1)"},
                    "\"onerror=alert(1).png": {"image/png": "aGVsbG8="}, "c": {"text/html": "<script>"}, "d": {}}
