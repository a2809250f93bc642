// Light or dark before the first paint: the person's choice, else the site's default.
(function () {
  "use strict";
  var root = document.documentElement;
  var mode = null;
  try { mode = localStorage.getItem("jazzmin-theme-mode"); } catch (error) { mode = null; } // storage may be closed
  mode = mode || root.dataset.defaultMode;
  if (mode === "auto") mode = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.setAttribute("data-bs-theme", mode);
})();
