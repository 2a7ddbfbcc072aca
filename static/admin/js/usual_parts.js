/*
 * "Insert the usual parts": headings and blocks for the kind and shows of the form, into
 * a body that is empty. Without this script the link opens a new story that has them.
 */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const offer = document.querySelector("[data-usual-parts]");
  const ckeditor = window.CKEDITOR;
  const form = document.getElementById("article_form");
  if (!offer || !ckeditor || !form) return;
  const link = offer.querySelector("a");
  const said = offer.querySelector("[role=status]");
  const kind = form.querySelector("select#id_kind");

  const follow = (editor) => {
    const isEmpty = () => !editor.getData().trim();
    const show = () => {
      offer.hidden = !isEmpty();
    };
    show();
    editor.on("change", show);
    editor.on("mode", show);

    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const query = new URLSearchParams(ckeditor.newsroom.about(form));
      query.set("kind", kind?.value ?? "");
      query.set("question", form.querySelector("#id_question")?.value ?? "");
      said.textContent = "";
      try {
        const response = await fetch(`${editor.config.newsroom.usualParts}?${query}`);
        const answer = await response.json();
        if (!response.ok) throw new Error(answer.error);
        // Somebody may have begun to write in the meantime.
        if (!isEmpty()) return;
        if (!answer.html) {
          said.textContent = "This kind of story has none until it names a show.";
          return;
        }
        editor.fire("saveSnapshot");
        editor.setData(answer.html, { callback: () => editor.fire("change") });
        editor.focus();
      } catch {
        said.textContent = "The server did not answer. Check the connection and try again.";
      }
    });
  };

  const known = ckeditor.instances.id_body;
  if (known?.status === "ready") {
    follow(known);
  } else {
    ckeditor.on("instanceReady", ({ editor }) => {
      if (editor.name === "id_body") follow(editor);
    });
  }
});
