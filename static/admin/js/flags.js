/*
  Sentences that need a reader: a click on one, or the address of the form, leads to it
  and marks it. The text itself is never touched: a mark is a selection and, where the
  browser has them, a highlight.
*/
"use strict";

(() => {
  const links = [...document.querySelectorAll("[data-flag]")];
  if (!links.length) return;

  const folded = (text) => text.replace(/\s+/g, " ");

  // The stretch of an element's text that reads like the sentence.
  const rangeOf = (element, sentence) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    const places = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.data.length; at += 1) {
        const character = /\s/.test(node.data[at]) ? " " : node.data[at];
        if (character === " " && text.endsWith(" ")) continue;
        text += character;
        places.push([node, at]);
      }
    }
    const start = text.indexOf(sentence);
    if (start < 0) return null;
    const range = document.createRange();
    range.setStart(...places[start]);
    const [last, at] = places[start + sentence.length - 1];
    range.setEnd(last, at + 1);
    return range;
  };

  const markInBody = (link, editor) => {
    const area = editor.editable().$;
    const sentence = folded(link.dataset.sentence).trim();
    const block = area.children[Number(link.dataset.block)];
    const range = (block && rangeOf(block, sentence)) || rangeOf(area, sentence);
    if (!range) {
      area.scrollIntoView({ block: "center" });
      return;
    }
    editor.focus();
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (window.Highlight) CSS.highlights.set("needs-update", new Highlight(range.cloneRange()));
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
    area.dataset.marked = sentence;
  };

  const whenReady = (name, then) => {
    const editor = window.CKEDITOR?.instances[name];
    if (editor?.status === "ready") then(editor);
    else
      window.CKEDITOR?.on("instanceReady", (event) => {
        if (event.editor.name === name) then(event.editor);
      });
  };

  const lead = (link) => {
    const { flag, start, end } = link.dataset;
    if (flag === "body") {
      whenReady("id_body", (editor) => markInBody(link, editor));
      return;
    }
    const field = document.getElementById(`id_${flag}`);
    if (!field) return;
    for (let panel = field.closest("details"); panel; panel = panel.parentElement.closest("details")) {
      panel.open = true;
    }
    field.focus();
    field.setSelectionRange(Number(start), Number(end));
    field.scrollIntoView({ block: "center" });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-flag]");
    if (!link || (link.dataset.flag === "body" && !window.CKEDITOR)) return;
    event.preventDefault();
    lead(link);
  });

  const asked = links.find((link) => "asked" in link.dataset);
  // After the other scripts of the form have put the focus where they want it.
  if (asked) window.addEventListener("load", () => lead(asked));
})();
