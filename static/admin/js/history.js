/* Writing into the box that combines two texts chooses it. Works without as well. */

"use strict";

for (const radio of document.querySelectorAll("[data-combine]")) {
  document
    .getElementById(radio.dataset.combine)
    .addEventListener("input", () => {
      radio.checked = true;
    });
}
