/*
  Live facts in the standfirst and the search description: a button and the key { insert
  one, and below the field stands what readers read. Questions in words, as
  {release date of All of Us Are Dead, season 2}, work without any of this.
*/
"use strict";

(() => {
  const LIVE = /\{([^{}|]*)\|[^{}|]*\}/g;

  for (const field of document.querySelectorAll("textarea[data-live-line]")) {
    const editor = () => Object.values(window.CKEDITOR?.instances ?? {})[0];

    const choose = (typed) => {
      const { selectionStart: start, selectionEnd: end } = field;
      CKEDITOR.newsroom.choose(editor(), "live", {}, (chosen) => {
        field.focus();
        const text = chosen ? `{${chosen.description.title}|${chosen.description.key}}` : typed;
        field.setRangeText(text, start, end, "end");
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      });
    };

    field.addEventListener("beforeinput", (event) => {
      if (event.inputType !== "insertText" || event.data !== "{" || !editor()) return;
      event.preventDefault();
      choose("{");
    });

    const button = document.createElement("button");
    button.type = "button";
    button.className = "desk-line__insert";
    button.textContent = "Insert a live fact";
    const label = field.labels[0]?.textContent.replace(/:\s*$/, "").trim();
    if (label) button.setAttribute("aria-label", `Insert a live fact: ${label}`);
    button.addEventListener("click", () => editor() && choose(""));

    const reads = document.createElement("p");
    reads.className = "desk-line__reads";
    const show = () => {
      const plain = field.value.replace(LIVE, "$1");
      reads.hidden = plain === field.value;
      reads.textContent = `Reads: ${plain}`;
    };
    field.addEventListener("input", show);
    field.after(button, reads);
    show();
  }
})();
