# Hands in formulas that are links, markup, macros without end, and far too deep.

# %% long_slope
$\href{javascript:alert(1)}{x}$ $\text{<script>alert(1)</script>}$ $\style{position:fixed}{x}$ $\class{x" onclick="y}{z}$
$\def\x{\x\x}\x$ $\newcommand{\y}{<img src=x onerror=alert(1)>}\y$ $\unicode{x3c}script\unicode{x3e}$ $\html{<b>}$
$$\begin{matrix} \end{array} \left( \frac{ ^_^ } \color{red;background:url(//evil.example)}{x} <svg onload=alert(1)>$$

# %% notebook
cell("long_slope").source += "\n$" + "{" * 3000 + "$ $" + "\\frac{1}{" * 400 + "x" + "}" * 400 + "$ $" + "x^" * 3000 + "$"
