/* The story form: shortcuts, and one quiet place that says what is not saved yet. */
"use strict";

(() => {
  const form = document.getElementById("article_form");

  const menu = document.querySelector(".desk-menu");
  if (menu) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }

  const firstError = document.querySelector(".form-row.errors :is(input, select, textarea)");
  if (firstError) firstError.focus();

  if (!form) return;

  // Select2 hides the select that has the label; its own box, which comes some time
  // after the page, needs the name too.
  const nameChoosers = (triesLeft) => {
    let waiting = false;
    for (const select of form.querySelectorAll("select.admin-autocomplete")) {
      if (select.id.includes("__prefix__")) continue;
      const label = form.querySelector(`label[for="${select.id}"]`);
      const name = select.getAttribute("aria-label") || label?.textContent || "";
      const box = select.parentElement.querySelector(".select2-container");
      waiting ||= !box;
      const parts = "[role=combobox], [role=textbox], input";
      for (const part of box?.querySelectorAll(parts) ?? []) {
        part.setAttribute("aria-label", name.replace(/:\s*$/, ""));
      }
    }
    if (waiting && triesLeft) setTimeout(nameChoosers, 100, triesLeft - 1);
  };
  nameChoosers(100);
  document.addEventListener("formset:added", () => {
    nameChoosers(10);
    markDirty();
  });

  // A verdict and a rating belong to reviews; what is filled in is never hidden.
  const kind = form.querySelector("#id_kind");
  const ofReviews = [...form.querySelectorAll(".field-verdict, .field-rating")];
  const showReviewFields = () => {
    for (const row of ofReviews) {
      row.hidden = kind.value !== "review" && !row.querySelector("input").value;
    }
  };
  if (kind && ofReviews.every((row) => row.querySelector("input"))) {
    kind.addEventListener("change", showReviewFields);
    showReviewFields();
  }

  const note = form.querySelector("[data-dirty]");
  const shortcuts = new Map();
  for (const button of form.querySelectorAll("[data-shortcut]")) {
    shortcuts.set(button.dataset.shortcut, button);
  }

  let dirty = false;
  let leaving = false;

  const markDirty = () => {
    dirty = true;
    if (note) note.hidden = false;
  };

  const press = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const button = shortcuts.get(key);
    // Ctrl+P alone stays the browser's own.
    if (!button || (key === "p") !== event.shiftKey) return;
    event.preventDefault();
    button.click();
  };

  form.addEventListener("input", markDirty);
  form.addEventListener("change", markDirty);
  form.addEventListener("submit", () => {
    leaving = true;
  });
  document.addEventListener("keydown", press);
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });

  if (window.CKEDITOR) {
    window.CKEDITOR.on("instanceReady", ({ editor }) => {
      editor.on("change", markDirty);
      const keys = window.CKEDITOR;
      editor.setKeystroke(keys.CTRL + 83, "deskSave");
      editor.addCommand("deskSave", {
        readOnly: true,
        exec: () => shortcuts.get("s")?.click(),
      });
    });
  }
})();
