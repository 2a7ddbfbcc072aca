/*
 * Nothing typed is lost: what the story form holds is kept in the browser after a
 * second and on the server every few seconds, and never touches the story. Also says
 * who else has the story open.
 *
 * One request at a time, each with the next number, so that a form never fights
 * itself; each opened page has a key of its own, so that two tabs never do.
 */
"use strict";

(() => {
  const place = document.querySelector("[data-keeping]");
  const form = place?.closest("form");
  if (!form) return;

  const settings = place.dataset;
  const user = Number(settings.user);
  const mayKeep = settings.mayKeep === "true";
  const keepEvery = Number(settings.keepEvery) * 1000;
  const heartbeatEvery = Number(settings.heartbeatEvery) * 1000;
  const LOOK_AFTER = 1000;
  const GIVE_UP_AFTER = 20000;
  // What the body of a request may hold that outlives its page.
  const FITS_A_FAREWELL = 60000;
  const LEFT_OUT = /^(csrfmiddlewaretoken$|keeping_|_)|-__prefix__-|password/i;
  const OWN = `newsroom.typed.${user}.`;

  const line = form.querySelector("[data-dirty]");
  const said = place.querySelector("[data-keeping-said]");
  const tokenField = form.querySelector("[name=csrfmiddlewaretoken]");
  const keyField = form.querySelector("[name=keeping_key]");
  const replaces = form.querySelector("[name=keeping_replaces]").value;

  const sleep = (time) => new Promise((wake) => setTimeout(wake, time));

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const key = newKey();
  keyField.value = key;
  // A browser that fills the form with what it held before a reload would pass old
  // text off as what was saved.
  form.autocomplete = "off";

  const cookie = (name) => {
    const start = `${name}=`;
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(start));
    return found ? decodeURIComponent(found.slice(start.length)) : "";
  };
  // Logging in again in another tab changes the token; the cookie has the new one.
  const token = () => cookie(settings.csrfCookie) || tokenField.value;

  const ask = (url, body, options = {}) =>
    fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ user, ...body }),
      ...options,
    });

  /* What the form holds */

  const readyEditors = () => {
    const editors = Object.values(window.CKEDITOR?.instances ?? {});
    return new Map(
      editors
        .filter((editor) => editor.status === "ready")
        .map((editor) => [editor.element.getAttribute("name"), editor]),
    );
  };

  const serialise = () => {
    const editors = readyEditors();
    const typed = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || LEFT_OUT.test(name)) continue;
      typed.push([name, editors.has(name) ? editors.get(name).getData() : value]);
    }
    return typed;
  };

  let touched = false;
  let unsaved = settings.isUnsaved === "true";
  let initial = serialise();
  let initialText = JSON.stringify(initial);

  const beginAnew = () => {
    initial = serialise();
    initialText = JSON.stringify(initial);
  };

  /* The one quiet line in the bar */

  let shown = "";
  const say = (kind, text, link) => {
    if (line) {
      line.hidden = false;
      line.textContent = text;
      delete line.dataset.kept;
      delete line.dataset.trouble;
      if (kind === "kept") line.dataset.kept = "";
      else if (kind !== "typing") line.dataset.trouble = "";
      if (link) {
        const anchor = document.createElement("a");
        anchor.href = settings.loginUrl;
        anchor.target = "_blank";
        anchor.rel = "noopener";
        anchor.textContent = link;
        line.append(" ", anchor);
      }
    }
    // Read out when something is wrong, and when it is right again; never each time.
    if (kind !== shown && (kind !== "typing" || shown)) {
      if (kind === "kept" && shown && shown !== "typing") {
        said.textContent = "Your text is kept on the server again.";
      } else if (kind !== "kept" && kind !== "typing") {
        said.textContent = text;
      }
    }
    shown = kind;
  };

  let trouble = "";
  let keptAt = "";
  let isInBrowser = false;

  const sayHowItStands = () => {
    if (!unsaved && trouble !== "logged_out") {
      if (shown && line) {
        line.hidden = true;
        shown = "";
      }
      return;
    }
    const where = isInBrowser ? "kept in this browser only" : "not kept anywhere yet";
    const also = isInBrowser ? " Your text is kept in this browser." : "";
    if (!trouble && keptAt) say("kept", `Unsaved changes, kept ${keptAt}`);
    else if (!trouble) say("typing", "Unsaved changes");
    else if (trouble === "offline") {
      say("offline", `Unsaved changes, ${where}: the server cannot be reached`);
    } else if (trouble === "failing") {
      say("failing", `Unsaved changes, ${where}: the server has a problem just now`);
    } else if (trouble === "logged_out") {
      say("logged_out", `You have been logged out.${also}`, "Log in again in a new tab");
    } else {
      say("refused", `${trouble}${also}`);
    }
  };

  /* The copy in the browser */

  let sequence = 0;
  let wasKept = false;
  let lastText = "";
  let keptText = "";

  const replacedKeys = new Set(
    replaces.split(" ").filter(Boolean).map((word) => word.split(":")[0]),
  );

  const keepInBrowser = () => {
    const copy = {
      url: settings.url,
      typed: JSON.parse(lastText),
      sequence,
      wasKept,
      isKept: lastText === keptText,
      at: Date.now(),
    };
    try {
      localStorage.setItem(OWN + key, JSON.stringify(copy));
      isInBrowser = true;
      for (const replaced of replacedKeys) localStorage.removeItem(OWN + replaced);
    } catch {
      // Full, or forbidden; the server keeps it.
      isInBrowser = false;
    }
  };

  /* The copy on the server */

  let inFlight = null;
  let sendTimer = null;
  let lookTimer = null;
  let lastSent = 0;
  let leaving = false;

  const request = () => ({
    key,
    sequence: (sequence += 1),
    typed: JSON.parse(lastText),
    was_kept: wasKept,
    replaces,
  });

  const understand = async (response, text) => {
    if (response.ok) {
      const answer = await response.json();
      trouble = "";
      wasKept = true;
      keptText = text;
      keptAt = answer.kept;
      keepInBrowser();
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (answer.reason === "gone") {
      // Thrown away in another tab, while this one is still being typed in.
      wasKept = false;
      trouble = "";
    } else if (answer.reason === "logged_out") trouble = "logged_out";
    else if (response.status >= 500 || !answer.error) trouble = "failing";
    else trouble = answer.error;
  };

  const sendNow = async () => {
    const text = lastText;
    lastSent = Date.now();
    try {
      const signal = AbortSignal.timeout(GIVE_UP_AFTER);
      await understand(await ask(settings.url, request(), { signal }), text);
    } catch {
      trouble = "offline";
    }
    sayHowItStands();
  };

  const send = () => {
    clearTimeout(sendTimer);
    sendTimer = null;
    inFlight ??= sendNow().finally(() => {
      inFlight = null;
      if (lastText !== keptText && !leaving) planToSend();
    });
    return inFlight;
  };

  const planToSend = () => {
    if (sendTimer || inFlight || !mayKeep) return;
    const every = trouble ? Math.max(keepEvery, heartbeatEvery) : keepEvery;
    sendTimer = setTimeout(send, Math.max(0, lastSent + every - Date.now()));
  };

  const keep = () => {
    clearTimeout(lookTimer);
    lookTimer = null;
    const text = JSON.stringify(serialise());
    if (!unsaved && text === initialText) return;
    unsaved = true;
    if (text === lastText) return;
    lastText = text;
    keepInBrowser();
    sayHowItStands();
    planToSend();
  };

  const look = () => {
    lookTimer ??= setTimeout(keep, LOOK_AFTER);
  };

  /* Something is typed */

  if (mayKeep) {
    const touch = (event) => {
      touched ||= event.isTrusted;
    };
    for (const kind of ["keydown", "pointerdown", "paste", "drop", "input"]) {
      document.addEventListener(kind, touch, true);
    }
    form.addEventListener("input", look);
    form.addEventListener("change", look);
    document.addEventListener("formset:added", look);
    document.addEventListener("formset:removed", look);
    // Select2 speaks only to jQuery.
    window.django?.jQuery?.(form).on("change", "select", look);

    const follow = (editor) => {
      // The editor lays the same text out in its own way, before anybody types.
      const name = editor.element.getAttribute("name");
      const pair = initial.find(([each]) => each === name);
      if (pair) {
        pair[1] = editor.getData();
        initialText = JSON.stringify(initial);
      }
      editor.on("change", () => {
        if (touched || unsaved) look();
        else beginAnew();
      });
    };
    for (const editor of readyEditors().values()) follow(editor);
    window.CKEDITOR?.on("instanceReady", ({ editor }) => follow(editor));
    if (unsaved) look();
  }

  /* Saving */

  const rescue = (text) => {
    say("refused", text, trouble === "logged_out" ? "Log in again in a new tab" : "");
    line?.scrollIntoView({ block: "nearest" });
  };

  const isReachable = async () => {
    if (inFlight) await Promise.race([inFlight, sleep(3000)]);
    if (navigator.onLine && trouble !== "offline" && trouble !== "logged_out") return true;
    await send();
    if (trouble === "offline") {
      rescue("Not saved: the server cannot be reached. Your text is kept in this browser; save again when the connection is back.");
    } else if (trouble === "logged_out") {
      rescue("Not saved: you have been logged out. Your text is kept; log in and save again.");
    } else return true;
    return false;
  };

  let isCleared = false;
  document.addEventListener(
    "submit",
    async (event) => {
      if (event.target !== form) return;
      if (mayKeep) {
        keep();
        const isInDoubt = inFlight || trouble === "offline" || trouble === "logged_out";
        if (!isCleared && unsaved && (isInDoubt || !navigator.onLine)) {
          event.preventDefault();
          event.stopImmediatePropagation();
          isCleared = await isReachable();
          if (isCleared) form.requestSubmit(event.submitter);
          return;
        }
      }
      leaving = true;
      clearTimeout(sendTimer);
      tokenField.value = token();
      keyField.value = key;
    },
    true,
  );

  window.addEventListener("pagehide", () => {
    if (mayKeep && !leaving) {
      keep();
      const fits = lastText.length < FITS_A_FAREWELL;
      if (unsaved && lastText !== keptText && fits) {
        ask(settings.url, request(), { keepalive: true }).catch(() => {});
        keepInBrowser();
      }
    }
    if (settings.presenceUrl) {
      const farewell = { tab: key, leaves: true };
      ask(settings.presenceUrl, farewell, { keepalive: true }).catch(() => {});
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = isCleared = false;
    beat();
  });
  window.addEventListener("online", () => {
    if (trouble && lastText) send();
  });

  /* Text of pages that are gone */

  const openPages = async () => {
    if (!navigator.locks) return null;
    const { held } = await navigator.locks.query();
    return new Set(held.map((lock) => lock.name));
  };
  // Held as long as the page lives.
  navigator.locks?.request(OWN + key, () => new Promise(() => {}));

  const copiesOfClosedPages = async () => {
    const open = await openPages();
    const copies = [];
    let someAreOpen = false;
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(OWN) || name === OWN + key) continue;
      const copy = JSON.parse(localStorage.getItem(name));
      const isOpen = open ? open.has(name) : Date.now() - copy.at < 120000;
      someAreOpen ||= isOpen;
      const isHere = replacedKeys.has(name.slice(OWN.length));
      if (!isOpen && !isHere) copies.push([name, copy]);
    }
    return [copies, someAreOpen];
  };

  const plain = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return [...parsed.body.children].map((block) => block.textContent).join("\n\n");
  };

  // The server does not take it, perhaps because the story is with the editors now:
  // it stays in the browser, and can be read and copied.
  const showRefused = (copy, error) => {
    const fields = new Map(copy.typed);
    const section = document.createElement("section");
    section.className = "keeping-offer";
    section.setAttribute("aria-label", "Text kept in this browser");
    const sentence = document.createElement("p");
    sentence.textContent = `This browser keeps text of yours that was not saved. ${error}`;
    const box = document.createElement("textarea");
    box.readOnly = true;
    box.setAttribute("aria-label", "Text kept in this browser");
    box.value = [fields.get("headline"), fields.get("standfirst"), plain(fields.get("body") ?? "")]
      .filter(Boolean)
      .join("\n\n");
    section.append(sentence, box);
    place.append(section);
  };

  const pushUp = async (name, copy) => {
    const body = { key: name.slice(OWN.length), typed: copy.typed, was_kept: false };
    const response = await ask(copy.url, { ...body, sequence: copy.sequence + 1 });
    if (response.ok) {
      localStorage.removeItem(name);
      return copy.url === settings.url;
    }
    const { error } = await response.json().catch(() => ({}));
    if (error && copy.url === settings.url) showRefused(copy, error);
    return false;
  };

  const recover = async (isLastTry) => {
    for (const done of cookie(settings.doneCookie).split(".")) {
      if (done) localStorage.removeItem(OWN + done);
    }
    const [copies, someAreOpen] = await copiesOfClosedPages();
    let isNew = false;
    for (const [name, copy] of copies) {
      if (copy.isKept) localStorage.removeItem(name);
      else isNew = (await pushUp(name, copy)) || isNew;
    }
    if (isNew) {
      const but = encodeURIComponent(replaces);
      const response = await fetch(`${settings.url}?but=${but}`);
      if (response.ok) {
        const offers = place.querySelector("[data-keeping-offers]");
        offers.innerHTML = await response.text();
        said.textContent = "There is text of yours that was not saved.";
      }
    }
    // The page before this one may still be on its way out.
    if (someAreOpen && !isLastTry) setTimeout(() => tryToRecover(true), 3000);
  };
  const tryToRecover = (isLastTry) => recover(isLastTry).catch(() => {});
  tryToRecover(false);

  /* Who else is there */

  const people = place.querySelector("[data-keeping-people]");
  const saved = place.querySelector("[data-keeping-saved]");
  const base = form.querySelector("[name=base]");
  // The page says so already.
  const known =
    form.querySelector("[name=stale_against]")?.value ??
    place.querySelector("[data-known-version]")?.dataset.knownVersion;
  let whoWasThere = [...people.children].map((item) => item.textContent).join();
  let beating = false;

  const showPeople = (present) => {
    people.hidden = !present.length;
    people.replaceChildren(
      ...present.map(({ text }) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }),
    );
    const who = present.map((person) => person.who).join(". ");
    if (who !== whoWasThere && who) said.textContent = who;
    whoWasThere = who;
  };

  const showSaved = (version) => {
    if (!version || version.number === known) return;
    if (!saved.hidden && saved.dataset.number === version.number) return;
    const link = document.createElement("a");
    link.href = version.url;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "See what changed";
    saved.replaceChildren(`${version.text} When you save, both are put together. `, link);
    saved.dataset.number = version.number;
    saved.hidden = false;
    said.textContent = version.text;
  };

  const beat = async () => {
    if (beating || leaving) return;
    beating = true;
    try {
      const signal = AbortSignal.timeout(GIVE_UP_AFTER);
      const body = { tab: key, base: Number(base?.value) || 0 };
      const response = await ask(settings.presenceUrl, body, { signal });
      const answer = await response.json();
      if (response.ok) {
        showPeople(answer.people);
        showSaved(answer.saved);
      }
      const isOut = answer.reason === "logged_out";
      if (mayKeep && isOut !== (trouble === "logged_out")) {
        trouble = isOut ? "logged_out" : "";
        sayHowItStands();
        if (unsaved && !isOut) planToSend();
      }
    } catch {
      // The line in the bar tells when text cannot be kept; this is a courtesy.
    }
    beating = false;
  };

  // Hidden tabs count: their timers are slow, but they run.
  if (settings.presenceUrl) {
    beat();
    setInterval(beat, heartbeatEvery);
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (settings.presenceUrl) beat();
    if (trouble && lastText) send();
  });
})();
