/*
 * Pictures, show cards, read-more links and blocks from facts: widgets that show in the
 * editor what stands there, and give back exactly the HTML they were made from.
 *
 *   <figure class="embed embed-show" data-embed="show" data-id="1">
 *     <figcaption>a fallback that only the server writes</figcaption></figure>
 */
(function () {
  "use strict";

  var KINDS = {
    picture: { label: "Picture", button: "Picture", command: "picture" },
    show: { label: "Show card", button: "ShowCard", command: "showcard" },
    article: { label: "Read more", button: "ReadMore", command: "readmore" },
    "watch-next": {
      label: "What to watch next",
      button: "WatchNext",
      command: "watchnext",
    },
    // Written from facts; one button offers them all.
    facts: { label: "Facts", command: "factsblock", isFacts: true },
    known: { label: "What we know so far", command: "knownblock", isFacts: true },
    cast: { label: "Cast", command: "castblock", isFacts: true },
    timeline: { label: "Timeline", command: "timelineblock", isFacts: true },
    watch: { label: "Where to watch", command: "watchblock", isFacts: true },
    trailer: { label: "Trailer", command: "trailerblock", isFacts: true },
    time: { label: "What time is it out?", command: "timeblock", isFacts: true },
  };
  var FACTS = Object.keys(KINDS).filter(function (kind) {
    return KINDS[kind].isFacts;
  });
  var SEASON = /^(0|[1-9][0-9]{0,3})$/;
  // How many embeds one question to the server names.
  var BATCH = 100;
  var LOST = "The server did not say what this is. It is kept as it stands.";

  CKEDITOR.plugins.add("newsroomembeds", {
    requires: "widget,newsroomchooser",
    init: function (editor) {
      var path = this.path;
      var described = new Descriptions(editor);
      editor.newsroomDescribed = described;
      editor.on("beforeCommandExec", function () {
        takeNote(editor);
      });
      // Making the widgets changed what is seen, not what was written.
      editor.on("instanceReady", editor.resetDirty, editor, null, 999);
      Object.keys(KINDS).forEach(function (kind) {
        addWidget(editor, kind, described);
        if (KINDS[kind].isFacts) {
          return;
        }
        editor.ui.addButton(KINDS[kind].button, {
          label: KINDS[kind].label,
          command: KINDS[kind].command,
          toolbar: "insert,10",
          icon: path + "icons/" + kind + ".svg",
        });
      });
      editor.addCommand("factblock", {
        allowedContent: "figure[!data-embed,!data-id,data-season]",
        exec: function () {
          choose(editor, "facts", { kinds: FACTS }, described, function (data, kind) {
            insert(editor, kind, data);
          });
        },
        async: true,
      });
      editor.ui.addButton("FactBlock", {
        label: "Block from facts",
        command: "factblock",
        toolbar: "insert,10",
        icon: path + "icons/facts.svg",
      });
    },
  });

  function addWidget(editor, kind, described) {
    var words = KINDS[kind];
    editor.widgets.add(words.command, {
      requiredContent: "figure[data-embed,data-id]",
      template:
        '<figure class="embed embed-' + kind + '"><div>' + words.label + "</div></figure>",

      upcast: function (element, data) {
        var found = readEmbed(element);
        if (!found || found.kind !== kind || (found.season && !words.isFacts)) {
          return false;
        }
        data.id = found.id;
        data.season = found.season;
        data.caption = found.caption;
        data.wide = found.wide;
        data.fallback = found.fallback;
        element.children = [];
        element.add(CKEDITOR.htmlParser.fragment.fromHtml("<div>" + words.label + "</div>"));
        return element;
      },

      downcast: function () {
        return writeEmbed(kind, this.data);
      },

      // Also called once when the widget is made.
      data: function () {
        var widget = this;
        var id = target(this.data);
        draw(this, kind, described.known(kind, id));
        described.of(kind, id, function (description) {
          // It may be gone by now, or point at something else.
          if (
            editor.widgets.instances[widget.id] === widget &&
            target(widget.data) === id
          ) {
            quietly(editor, function () {
              draw(widget, kind, description);
            });
          }
        });
      },

      insert: function (context) {
        var given = context.commandData || {};
        choose(editor, kind, { file: given.file }, described, function (data) {
          insert(editor, kind, data);
        });
      },

      edit: function () {
        var widget = this;
        var current = described.known(kind, target(this.data));
        choose(
          editor,
          kind,
          {
            id: this.data.id,
            caption: this.data.caption,
            wide: this.data.wide,
            described: current,
          },
          described,
          function (data) {
            // The fallback belongs to what stood here before.
            var changed = { caption: data.caption || "", wide: data.wide };
            if (target(data) !== target(widget.data)) {
              changed.id = data.id;
              changed.season = data.season;
              changed.fallback = "";
            }
            editor.fire("saveSnapshot");
            widget.setData(changed);
            editor.fire("saveSnapshot");
            widget.focus();
          },
        );
      },

      getLabel: function () {
        return words.label + ": " + this.element.getText();
      },
    });
  }

  CKEDITOR.newsroom = CKEDITOR.newsroom || {};
  CKEDITOR.newsroom.readEmbed = readEmbed;
  CKEDITOR.newsroom.writeEmbed = writeEmbed;
  CKEDITOR.newsroom.plainHtml = plainHtml;
  CKEDITOR.newsroom.quietly = quietly;
  CKEDITOR.newsroom.returning = returning;
  CKEDITOR.newsroom.takeNote = takeNote;

  /* What an element of a body embeds, or null. */
  function readEmbed(element) {
    var attributes = element.attributes || {};
    var season = attributes["data-season"] || "";
    if (
      element.name !== "figure" ||
      !Object.hasOwn(KINDS, attributes["data-embed"] || "") ||
      !/^[1-9][0-9]*$/.test(attributes["data-id"] || "") ||
      (season && !SEASON.test(season))
    ) {
      return null;
    }
    var caption = element.find("figcaption")[0];
    return {
      kind: attributes["data-embed"],
      id: attributes["data-id"],
      season: season,
      caption: attributes["data-caption"] || "",
      wide: attributes["data-size"] === "wide",
      fallback: caption ? plainHtml(caption) : "",
    };
  }

  function writeEmbed(kind, data) {
    var attributes = {
      class: "embed embed-" + kind,
      "data-embed": kind,
      "data-id": data.id,
    };
    if (data.season) {
      attributes["data-season"] = data.season;
    }
    if (data.caption) {
      attributes["data-caption"] = data.caption;
    }
    if (data.wide) {
      attributes["data-size"] = "wide";
    }
    var figure = new CKEDITOR.htmlParser.element("figure", attributes);
    var caption = new CKEDITOR.htmlParser.element("figcaption");
    var parsed = CKEDITOR.htmlParser.fragment.fromHtml(data.fallback || "");
    parsed.children.slice().forEach(function (child) {
      caption.add(child);
    });
    figure.add(caption);
    return figure;
  }

  /*
   * The editor looks where the caret is 200 ms after it moved; until then it tells of the
   * block that was selected before. Who is faster than that is asked for it now.
   */
  function takeNote(editor) {
    if (editor.mode === "wysiwyg") {
      editor.selectionChange(true);
    }
  }

  /*
   * For dialogs: remembers where the caret is and gives back what to call when they have
   * closed, to find it there again. What is inserted then follows the block that is
   * selected now, unless that is to be changed; it does not replace it.
   */
  function returning(editor, isChange) {
    takeNote(editor);
    dropEmptyTexts(editor);
    var bookmarks = editor.getSelection()
      ? editor.getSelection().createBookmarks2(true)
      : null;
    var focused = editor.widgets.focused;
    return function () {
      editor.focus();
      if (focused && !isChange) {
        var range = editor.createRange();
        range.setStartAfter(focused.wrapper);
        range.collapse(true);
        range.select();
      } else if (bookmarks) {
        editor.getSelection().selectBookmarks(bookmarks);
      }
    };
  }

  /* A bookmark counts the nodes before the caret without the empty ones, but is found
     again by counting all. Inserted blocks leave some behind. */
  function dropEmptyTexts(editor) {
    var editable = editor.editable();
    if (!editable) {
      return;
    }
    var walker = document.createTreeWalker(editable.$, NodeFilter.SHOW_TEXT);
    var empty = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.data && walker.currentNode !== getSelection().anchorNode) {
        empty.push(walker.currentNode);
      }
    }
    empty.forEach(function (node) {
      node.remove();
    });
  }

  function choose(editor, kind, current, described, done) {
    var comeBack = returning(editor, Boolean(current.id));
    var stands = editor.getSelection() && editor.getSelection().getStartElement();
    // A place of a ranked list has a column of its own.
    current.isHeld = Boolean(stands && stands.$.closest(".entry-box"));
    CKEDITOR.newsroom.choose(editor, kind, current, function (chosen) {
      comeBack();
      if (chosen) {
        var made = chosen.kind || kind;
        if (!KINDS[made].isFacts) {
          // What a block says is known to the server alone.
          described.learn(made, chosen.description);
        }
        done(
          {
            id: String(chosen.description.id),
            season: chosen.description.season || "",
            caption: chosen.caption || "",
            wide: Boolean(chosen.wide),
          },
          made,
        );
      }
    });
  }

  /* What an embed points at, as the server is asked for it: "5", or "5.2". */
  function target(data) {
    return data.season ? data.id + "." + data.season : String(data.id);
  }

  /* The HTML of an element without what CKEditor noted on it while loading. */
  function plainHtml(element) {
    element.forEach(function (child) {
      delete child.attributes["data-cke-saved-href"];
    }, CKEDITOR.NODE_ELEMENT);
    return element.getHtml();
  }

  function insert(editor, kind, data) {
    var definition = editor.widgets.registered[KINDS[kind].command];
    var element = CKEDITOR.dom.element.createFromHtml(
      definition.template.output(),
      editor.document,
    );
    var wrapper = editor.widgets.wrapElement(element, definition.name);
    var fragment = new CKEDITOR.dom.documentFragment(wrapper.getDocument());
    fragment.append(wrapper);
    editor.widgets.initOn(element, definition, {
      id: data.id,
      season: data.season || "",
      caption: data.caption,
      wide: data.wide,
      fallback: "",
    });
    editor.widgets.finalizeCreation(fragment);
  }

  /* What the widget shows; `description` is null until the server has answered. */
  function draw(widget, kind, description) {
    var figure = widget.element.$;
    var said = description || {};
    figure.classList.toggle("embed--warning", Boolean(said.warning));
    figure.textContent = "";
    var preview = add(figure, "div", "embed-preview");
    if (said.thumb) {
      var thumb = add(preview, "img", "embed-preview__thumb");
      thumb.alt = "";
      thumb.src = said.thumb;
    }
    var text = add(preview, "div", "embed-preview__text");
    var label = widget.data.wide ? "Wide picture" : KINDS[kind].label;
    add(text, "div", "embed-preview__label", label);
    add(
      text,
      "div",
      "embed-preview__title",
      said.title || (description ? "Number " + target(widget.data) : "…"),
    );
    var detail = kind === "picture" ? widget.data.caption || said.caption : said.detail;
    if (detail) {
      add(text, "div", "embed-preview__detail", detail);
    }
    if (said.warning) {
      add(text, "div", "embed-preview__warning", said.warning);
    }
  }

  function add(parent, tag, className, text) {
    var child = parent.ownerDocument.createElement(tag);
    child.className = className;
    if (text) {
      child.textContent = text;
    }
    parent.appendChild(child);
    return child;
  }

  /* Change what is seen, but neither the undo history nor whether text changed. */
  function quietly(editor, change) {
    var wasDirty = editor.checkDirty();
    editor.fire("lockSnapshot");
    change();
    editor.fire("unlockSnapshot");
    if (!wasDirty) {
      editor.resetDirty();
    }
  }

  /* What embeds point at, asked of the server for many at once. */
  function Descriptions(editor) {
    this.address = editor.config.newsroom.embeds;
    this.found = {};
    this.waiting = {};
    this.timer = null;
  }

  Descriptions.prototype = {
    known: function (kind, id) {
      return this.found[kind + " " + id] || null;
    },

    learn: function (kind, description) {
      this.found[kind + " " + description.id] = description;
    },

    of: function (kind, id, tell) {
      var known = this.known(kind, id);
      if (known) {
        tell(known);
        return;
      }
      var key = kind + " " + id;
      (this.waiting[key] = this.waiting[key] || []).push(tell);
      if (!this.timer) {
        this.timer = window.setTimeout(this.ask.bind(this), 30);
      }
    },

    ask: function () {
      this.timer = null;
      var waiting = this.waiting;
      this.waiting = {};
      var keys = Object.keys(waiting);
      for (var start = 0; start < keys.length; start += BATCH) {
        this.askFor(keys.slice(start, start + BATCH), waiting);
      }
    },

    askFor: function (keys, waiting) {
      var found = this.found;
      var query = {};
      keys.forEach(function (key) {
        var parts = key.split(" ");
        (query[parts[0]] = query[parts[0]] || []).push(parts[1]);
      });
      fetch(this.address + "?" + new URLSearchParams(query), {
        headers: { Accept: "application/json" },
      })
        .then(function (response) {
          return response.json();
        })
        .catch(function () {
          return {};
        })
        .then(function (answer) {
          keys.forEach(function (key) {
            var parts = key.split(" ");
            var description = (answer[parts[0]] || {})[parts[1]];
            if (description) {
              found[key] = description;
            }
            waiting[key].forEach(function (tell) {
              tell(description || { warning: LOST });
            });
          });
        });
    },
  };
})();
