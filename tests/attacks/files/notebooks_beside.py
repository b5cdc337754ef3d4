# Lays a second notebook and a gradebook beside the first, as if the grader had written them.

# %% file feedback.html
<script>alert(1)</script>

# %% file gradebook.db
SQLite format 3

# %% file timestamp.txt
2999-99-99 99:99:99 <script>

# %% file autograded/momentum.ipynb
{"cells": []}
