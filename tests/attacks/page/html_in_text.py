# Prints markup, closing tags, and what turns text into a template.

# %% first
print("</pre></div><script>alert(1)</script><!-- --!> ]]> {{ 7 * 7 }} {% raw %} <%= 7 %> ${7*7} &lt;script&gt;")
print("\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07 \x1b[31m<b>red</b>\x1b[0m \u202e<\u2028script> \x00 \ud800")
import sys
print("<style>@import '//evil.example'</style>" * 100, file=sys.stderr)
