/*
 * Live facts: facts inside a sentence, as widgets that show what readers read now and,
 * pointed at or selected, what that is and who said so.
 *
 *   <span data-fact="status" data-show="7" data-season="2" data-form="phrase">words that
 *     only the server writes</span>
 *
 * A button inserts one, and so does typing {. Escape leaves the brace.
 */
(function () {
  "use strict";

  var ABOUT = ["data-season", "data-person", "data-of"];
  var NUMBER = /^[1-9][0-9]*$/;
  var BATCH = 50;
  var NOTICE_SECONDS = 8;
  var QUOTED = "No live fact inside a quotation: what others said does not change with the news.";
  var LOST = "The server did not say what this is. It is kept as it stands.";

  CKEDITOR.plugins.add("newsroomfacts", {
    requires: "widget,newsroomembeds",
    init: function (editor) {
      var told = new Told(editor);
      addWidget(editor, told);
      editor.addCommand("livefact", {
        allowedContent:
          "span[!data-fact,!data-show,data-season,data-person,data-of,!data-form]",
        async: true,
        exec: function () {
          choose(editor, told, "");
        },
      });
      editor.ui.addButton("LiveFact", {
        label: "Live fact",
        command: "livefact",
        toolbar: "insert,10",
        icon: this.path + "icons/livefact.svg",
      });
      editor.on("contentDom", function () {
        var editable = editor.editable();
        editable.attachListener(editable, "beforeinput", function (event) {
          var typed = event.data.$;
          if (typed.inputType === "insertText" && typed.data === "{") {
            event.data.preventDefault();
            choose(editor, told, "{");
          }
        });
      });
    },
  });

  function addWidget(editor, told) {
    editor.widgets.add("livefactwidget", {
      inline: true,
      requiredContent: "span[data-fact,data-show,data-form]",
      template: '<span class="live-fact">…</span>',

      upcast: function (element, data) {
        var attributes = element.attributes;
        if (
          element.name !== "span" ||
          !attributes["data-fact"] ||
          !attributes["data-form"] ||
          !NUMBER.test(attributes["data-show"] || "")
        ) {
          return false;
        }
        data.key = keyOf(attributes);
        data.words = textOf(element);
        element.attributes = { class: "live-fact" };
        element.children = [];
        element.add(new CKEDITOR.htmlParser.text(CKEDITOR.tools.htmlEncode(data.words || "…")));
        return element;
      },

      downcast: function () {
        var made = new CKEDITOR.htmlParser.element("span", attributesOf(this.data.key));
        made.add(new CKEDITOR.htmlParser.text(CKEDITOR.tools.htmlEncode(this.data.words || "")));
        return made;
      },

      // Also called once when the widget is made.
      data: function () {
        var widget = this;
        var key = this.data.key;
        if (!key) {
          return;
        }
        var known = told.known(key);
        draw(this, known ? known.words : this.data.words, known);
        if (known) {
          return;
        }
        told.of(key, function (said) {
          // It may be gone by now, or ask something else.
          if (editor.widgets.instances[widget.id] === widget && widget.data.key === key) {
            quietly(editor, function () {
              draw(widget, said.words || widget.data.words, said);
            });
          }
        });
      },

      edit: function () {
        var widget = this;
        CKEDITOR.newsroom.choose(editor, "live", { key: this.data.key }, function (chosen) {
          editor.focus();
          if (chosen) {
            told.learn(chosen.description);
            editor.fire("saveSnapshot");
            widget.setData({
              key: chosen.description.key,
              words: chosen.description.title,
            });
            editor.fire("saveSnapshot");
          }
          widget.focus();
        });
      },

      getLabel: function () {
        var said = this.element.data("told");
        return "Live fact: " + this.element.getText() + (said ? ". " + said : "");
      },
    });
  }

  /* Ask which one and put it where the caret is; `typed` stands there if none is chosen. */
  function choose(editor, told, typed) {
    CKEDITOR.newsroom.takeNote(editor);
    var path = editor.elementPath();
    if (path && path.contains(["blockquote", "q"])) {
      if (typed) {
        editor.insertText(typed);
      }
      editor.showNotification(QUOTED, "warning", NOTICE_SECONDS * 1000);
      return;
    }
    // The next fact follows the one that is selected; it does not replace it.
    var comeBack = CKEDITOR.newsroom.returning(editor, false);
    CKEDITOR.newsroom.choose(editor, "live", {}, function (chosen) {
      comeBack();
      if (chosen) {
        told.learn(chosen.description);
        insert(editor, chosen.description);
      } else if (typed) {
        editor.insertText(typed);
      }
    });
  }

  function insert(editor, description) {
    var definition = editor.widgets.registered.livefactwidget;
    var element = CKEDITOR.dom.element.createFromHtml(
      definition.template.output(),
      editor.document,
    );
    var wrapper = editor.widgets.wrapElement(element, definition.name);
    var fragment = new CKEDITOR.dom.documentFragment(wrapper.getDocument());
    fragment.append(wrapper);
    editor.widgets.initOn(element, definition, {
      key: description.key,
      words: description.title,
    });
    editor.widgets.finalizeCreation(fragment);
    // Writing goes on behind it.
    var range = editor.createRange();
    range.setStartAfter(wrapper);
    range.collapse(true);
    range.select();
  }

  // As `articles.body.live_facts.Reference.key` has it.

  function keyOf(attributes) {
    var season = attributes["data-season"];
    var person = attributes["data-person"];
    var of = attributes["data-of"];
    return (
      attributes["data-fact"] + ":" + attributes["data-show"] +
      (season ? "." + season : "") + ":" + attributes["data-form"] +
      (person ? ":#" + person : of ? ":" + of : "")
    );
  }

  function attributesOf(key) {
    var parts = key.split(":");
    var subject = parts[1].split(".");
    var made = { "data-fact": parts[0], "data-show": subject[0] };
    var about = parts.slice(3).join(":");
    var values = [subject[1], about[0] === "#" ? about.slice(1) : "", about[0] === "#" ? "" : about];
    ABOUT.forEach(function (name, index) {
      if (values[index]) {
        made[name] = values[index];
      }
    });
    made["data-form"] = parts[2];
    return made;
  }

  function textOf(element) {
    var text = "";
    element.forEach(function (child) {
      text += CKEDITOR.tools.htmlDecode(child.value);
    }, CKEDITOR.NODE_TEXT);
    return text;
  }

  function draw(widget, words, said) {
    var element = widget.element;
    var about = said ? said.warning || said.detail + (said.source ? ". " + said.source : "") : "";
    element.setText(words || "…");
    element.data("told", about || false);
    element[said && said.warning ? "addClass" : "removeClass"]("live-fact--warning");
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

  /* What live facts say now, asked of the server for many at once. */
  function Told(editor) {
    this.address = editor.config.newsroom.said;
    this.found = {};
    this.waiting = {};
    this.timer = null;
  }

  Told.prototype = {
    /* The list it was chosen from said the same. */
    learn: function (description) {
      this.found[description.key] = {
        words: description.title,
        detail: description.detail,
        source: description.source,
      };
    },

    known: function (key) {
      return this.found[key] || null;
    },

    of: function (key, tell) {
      (this.waiting[key] = this.waiting[key] || []).push(tell);
      if (!this.timer) {
        this.timer = window.setTimeout(this.ask.bind(this), 30);
      }
    },

    ask: function () {
      var waiting = this.waiting;
      var keys = Object.keys(waiting);
      this.timer = null;
      this.waiting = {};
      for (var start = 0; start < keys.length; start += BATCH) {
        this.askFor(keys.slice(start, start + BATCH), waiting);
      }
    },

    askFor: function (keys, waiting) {
      var found = this.found;
      var query = new URLSearchParams();
      keys.forEach(function (key) {
        query.append("fact", key);
      });
      fetch(this.address + "?" + query, { headers: { Accept: "application/json" } })
        .then(function (response) {
          return response.json();
        })
        .catch(function () {
          return {};
        })
        .then(function (answer) {
          keys.forEach(function (key) {
            var said = answer[key];
            if (said) {
              found[key] = said;
            }
            waiting[key].forEach(function (tell) {
              tell(said || { warning: LOST });
            });
          });
        });
    },
  };
})();
