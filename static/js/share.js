/*
 * Copying addresses and the share sheet of the device. Without this script the address
 * stands on the page to be selected, and the link to a mail works as it does with it.
 */
"use strict";

for (const part of document.querySelectorAll("[data-copying]")) {
  const said = part.querySelector("[role=status]");
  const say = (words) => {
    // The same words once more are told once more.
    said.textContent = "";
    requestAnimationFrame(() => (said.textContent = words));
  };

  for (const field of part.querySelectorAll("[data-selects]"))
    field.addEventListener("focus", () => field.select());

  for (const button of part.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        say("Copied.");
      } catch {
        // Not a secure page, or the reader said no.
        part.classList.add("pass-on--by-hand");
        const field = part.querySelector("[data-selects]");
        field?.focus();
        say(`Your browser does not let this page copy. The address is ${button.dataset.copy}`);
      }
    });
  }

  for (const button of part.querySelectorAll("[data-share]")) {
    if (!navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ title: button.dataset.title, url: button.dataset.share });
      } catch (error) {
        // Closing the sheet is no failure.
        if (error.name !== "AbortError") say("Your device could not share it. Copy the link instead.");
      }
    });
  }
}
