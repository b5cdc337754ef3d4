// What the figures share. It is one chunk of the site's bundle, cached from page to page: figure.jsx imports this file
// whole, so that every figure reaches the same modules and esbuild has no reason to cut them up.

import "./kit/at-leisure.jsx";
import "./kit/chart.jsx";
import "./kit/controls.jsx";
import "./kit/format.js";
import "./kit/kept.jsx";
import "./kit/lines.js";
import "./kit/memo.js";
import "./kit/own-path.jsx";
import "./kit/walk.js";
import "./methods.js";
import "./optimisers.js";
import "./random.js";
import "./surfaces.js";
import "./vectors.js";
