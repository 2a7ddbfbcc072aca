/*
  The story form: keys, panels that stay as they were left, errors to jump to, and
  counts and previews that keep up with what is typed. All of it works without.
*/
"use strict";

(() => {
  // Menus: one open at a time, closed by Escape and by a click elsewhere.
  for (const menu of document.querySelectorAll(".desk-menu")) {
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

  // The first thing that takes typing in a row: its editor, its chooser or its field.
  const focusIn = (row) => {
    for (let panel = row.closest("details"); panel; panel = panel.parentElement.closest("details")) {
      panel.open = true;
    }
    if (row.matches("details")) row.open = true;
    row.scrollIntoView({ block: "center" });
    const editor = window.CKEDITOR?.instances[row.querySelector("textarea")?.id];
    if (editor) {
      editor.focus();
      return;
    }
    const fields = row.querySelectorAll(
      "input:not([type=hidden]), textarea, select, .select2-selection, .add-row a, summary, a",
    );
    for (const field of fields) {
      if (field.matches(".select2-hidden-accessible") || !field.getClientRects().length) continue;
      field.focus();
      return;
    }
  };

  // Fields go by their own names in the checklist, rows by those of their group.
  const GROUPS = { "field-bylines": "bylines-group", "field-shows": "article_shows-group" };

  const target = (link) => {
    const id = link.dataset.leadsTo;
    return document.getElementById(id) || document.getElementById(GROUPS[id]);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-leads-to]");
    const row = link && target(link);
    if (!row) return;
    event.preventDefault();
    focusIn(row);
  });

  const errors = document.getElementById("errors");
  const firstError = document.querySelector(".form-row.errors :is(input, select, textarea)");
  if (errors) errors.focus();
  else if (firstError) firstError.focus();

  const goToFirstError = () => {
    const link =
      document.querySelector("[data-first-error]") ||
      document.querySelector(".desk-check__lacks [data-leads-to]");
    const row = link && target(link);
    if (row) focusIn(row);
  };

  const form = document.getElementById("article_form");
  if (!form) return;

  // Panels stay as this person left them, for as long as this tab is open.
  const panels = [...form.querySelectorAll("[data-panel]")];
  const key = `newsroom-panels:${location.pathname}`;
  let left = {};
  try {
    left = JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    // Without storage they open as the server says.
  }
  for (const panel of panels) {
    const name = panel.dataset.panel;
    if (name in left && !panel.querySelector(".errors, .errorlist")) panel.open = left[name];
    panel.querySelector("summary").addEventListener("click", () => {
      left[name] = !panel.open;
      try {
        sessionStorage.setItem(key, JSON.stringify(left));
      } catch {
        // As above.
      }
    });
  }

  // What belongs to one kind of story; what is filled in is never hidden.
  const kind = form.querySelector("select#id_kind");
  const OF_KIND = { question: "explainer", verdict: "review", rating: "review" };
  const showWhatBelongs = () => {
    for (const [name, its] of Object.entries(OF_KIND)) {
      const row = document.getElementById(`field-${name}`);
      const field = row?.querySelector("input, select");
      // A question is kept only for explainers; the server drops it from others.
      const keep = name !== "question" && field?.value;
      if (field) row.hidden = kind.value !== its && !keep && !row.matches(".errors");
    }
  };
  if (kind) {
    kind.addEventListener("change", () => {
      const question = form.querySelector("#id_question");
      if (kind.value === "explainer" && question && !question.value) question.value = "known";
      showWhatBelongs();
    });
    showWhatBelongs();
  }

  // Counts and previews

  const field = (name) => form.querySelector(`#id_${name}`);
  // Live facts as the words they print: see `articles.body.lines`.
  const plain = (text) => text.replace(/\{([^{}|]*)\|[^{}|]*\}/g, "$1");
  const characters = (text) => [...plain(text).trim()].length;

  const cut = (text, most) => {
    const all = [...text];
    return all.length <= most ? text : `${all.slice(0, most - 1).join("").trimEnd()}…`;
  };

  const count = (line) => {
    const typed = document.getElementById(line.dataset.countOf)?.value ?? "";
    const length = characters(typed);
    line.querySelector("[data-characters]").textContent = length;
    const off =
      length > 0 && (length < Number(line.dataset.least) || length > Number(line.dataset.most));
    line.classList.toggle("desk-count--off", off);
  };

  const print = (selector, text) => {
    for (const place of form.querySelectorAll(selector)) {
      place.textContent = cut(text, Number(place.dataset.most));
    }
  };

  const excerpt = form.querySelector("[data-excerpt]");
  const show = () => {
    for (const line of form.querySelectorAll("[data-count-of]")) count(line);
    const said = (name) => plain(field(name)?.value ?? "").trim();
    if (field("headline")) {
      print("[data-shown-title]", said("seo_title") || said("headline") || "Untitled story");
      print(
        "[data-shown-description]",
        said("seo_description") ||
          said("standfirst") ||
          excerpt?.dataset.excerpt ||
          "The standfirst stands here.",
      );
      print("[data-own-title]", said("headline") || "Untitled story");
      print("[data-own-text]", said("standfirst"));
      print("[data-safe-title]", said("safe_headline") || "The spoiler-safe headline stands here.");
      print("[data-safe-text]", said("safe_standfirst"));
    }
  };
  form.addEventListener("input", show);
  show();

  // A headline is one line, however many it takes to show; Enter leads on.
  field("headline")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field("standfirst")?.focus();
  });
  const growing = [field("headline"), field("standfirst")].filter((each) => each?.matches("textarea"));
  const grow = () => {
    for (const area of growing) {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
    }
  };
  if (!CSS.supports("field-sizing", "content")) {
    form.addEventListener("input", grow);
    grow();
  }

  // As `articles.body.sanitising.word_count` counts them.
  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
  const WORD = new RegExp(
    `[${CJK}]|(?![${CJK}])[\\p{L}\\p{N}](?:['’.,\\-]?(?![${CJK}])[\\p{L}\\p{N}])*`,
    "gu",
  );
  const WORDS_PER_MINUTE = 230;
  const words = form.querySelector("[data-words]");
  const minutes = form.querySelector("[data-minutes]");

  const measure = (html) => {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    for (const embed of body.querySelectorAll("figure")) embed.remove();
    for (const block of body.querySelectorAll("p, li, h2, h3, h4, td, th, br")) block.append("\n");
    const text = body.textContent;
    const found = text.match(WORD)?.length ?? 0;
    words.textContent = found;
    minutes.textContent = found ? Math.max(1, Math.round(found / WORDS_PER_MINUTE)) : 0;
    if (excerpt) {
      const running = [...body.querySelectorAll("p")].map((each) => each.textContent).join(" ");
      excerpt.dataset.excerpt = cut(running.replace(/\s+/g, " ").trim(), 300);
      show();
    }
  };

  // The lead picture follows what is chosen.
  const lead = form.querySelector("[data-lead]");
  const followLead = async () => {
    const chosen = field("lead_image")?.value;
    const card = form.querySelector("[data-card-picture]");
    if (!lead) return;
    lead.hidden = true;
    card.hidden = true;
    if (!chosen) return;
    try {
      const response = await fetch(`${form.dataset.embeds}?picture=${chosen}`);
      const picture = (await response.json()).picture?.[chosen];
      if (!picture?.thumb) return;
      lead.querySelector("[data-lead-picture]").src = picture.thumb;
      lead.querySelector("[data-lead-alt]").textContent =
        picture.warning || (picture.alt ? `Says: ${picture.alt}` : "It has no alternative text.");
      lead.querySelector("[data-lead-link]")?.remove();
      lead.hidden = false;
      card.src = picture.thumb;
      card.hidden = false;
    } catch {
      // The saved form will show it.
    }
  };
  field("lead_image")?.addEventListener("change", followLead);

  // What is not saved

  const note = form.querySelector("[data-dirty]");
  let dirty = false;
  let leaving = false;

  const markDirty = () => {
    dirty = true;
    if (note) note.hidden = false;
  };

  form.addEventListener("input", markDirty);
  form.addEventListener("change", markDirty);
  // Select2 tells of its changes through jQuery alone; everybody else listens here.
  const chosen = "select2:select select2:unselect select2:clear";
  window.django?.jQuery?.(form).on(chosen, ({ target: select }) => {
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("formset:added", markDirty);
  document.addEventListener("formset:removed", markDirty);

  // A second press while the first is under way would save a new story twice.
  let sentAt = 0;
  const ANOTHER_TRY = 8000;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sentAt < ANOTHER_TRY) {
      event.preventDefault();
      return;
    }
    sentAt = Date.now();
    leaving = true;
  });
  // Whoever comes back by the Back button may save again.
  window.addEventListener("pageshow", () => {
    sentAt = 0;
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });

  // Keys

  const button = (selector) => form.querySelector(selector);
  const press = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    // Dialogs have keys of their own.
    if (event.target.closest?.("dialog, .cke_dialog")) return;
    // There it sends the note, not the story.
    if (event.key === "Enter" && event.target.closest?.("[data-notes]")) return;
    const pressed = `${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`;
    const does = {
      s: () => button("[data-shortcut=save]")?.click(),
      "shift+p": () => button("[data-shortcut=preview]")?.click(),
      enter: () => button("[data-primary]")?.click(),
      "shift+e": goToFirstError,
    }[pressed];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };
  // Before the editor, which would take some of them for its own.
  document.addEventListener("keydown", press, true);

  // The toolbar of the editor stays below the bar, however tall that is.
  const bar = form.querySelector(".desk-bar");
  const keepToolbarBelow = () => {
    document.documentElement.style.setProperty("--editor-top", `${bar.offsetHeight}px`);
  };
  new ResizeObserver(keepToolbarBelow).observe(bar);

  if (window.CKEDITOR) {
    window.CKEDITOR.on("instanceReady", ({ editor }) => {
      let waiting = null;
      const measureSoon = () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => measure(editor.getData()), 400);
      };
      if (words) measureSoon();
      editor.on("change", () => {
        markDirty();
        if (words) measureSoon();
      });
    });
  }
})();
