/* Previews: show a version as soon as it is chosen, and copy the address of a link. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("[data-submit-on-change]")) {
    form.querySelector("button").hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
  }

  // Browsers give the clipboard to pages sent over HTTPS only.
  if (!navigator.clipboard) return;
  const told = document.querySelector("[data-copied]");
  for (const button of document.querySelectorAll("[data-copy]")) {
    const address = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address.value);
        button.firstChild.data = "Copied";
        told.textContent = "The address is copied.";
      } catch {
        // Refused: selected, it can still be copied by hand.
        address.select();
      }
    });
  }
})();
