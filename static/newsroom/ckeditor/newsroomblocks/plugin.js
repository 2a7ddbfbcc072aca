/*
 * Blocks that hold others: places of a ranked list, galleries, and posts or videos of
 * other sites. The pictures and shows in them are embeds like any other
 * (newsroomembeds); dialogs.js asks for them, and pasted.js reads code to embed a post.
 *
 *   <section class="entry" data-count="down" data-number="3"><h2>Title</h2>
 *     <figure data-embed="picture" …/><figure data-embed="show" …/><p>Verdict</p></section>
 *   <figure class="gallery"><figcaption>Title</figcaption>
 *     <figure data-embed="picture" …/>…</figure>
 *   <figure class="post" data-address="https://x.com/…" data-author="…">
 *     <blockquote cite="…"><p>Words</p></blockquote><figure data-embed="picture" …/>
 *     <figcaption>a credit that only the server writes</figcaption></figure>
 */
(function () {
  "use strict";

  // Of a title: what a line of text may hold.
  var LINE =
    "strong em s sub sup cite q;a[!href,rel];" +
    "span[!data-fact,!data-show,data-season,data-person,data-of,!data-form]";

  CKEDITOR.plugins.add("newsroomblocks", {
    requires: "widget,newsroomembeds,newsroomdialogs,newsroompasted",
    init: function (editor) {
      var path = this.path;
      addEntry(editor);
      addGallery(editor);
      addPost(editor);
      [
        ["RankedEntry", "Ranked entry", "rankedentry"],
        ["Gallery", "Gallery", "gallery"],
        ["QuotedPost", "Post or video", "quotedpost"],
      ].forEach(function (button) {
        editor.ui.addButton(button[0], {
          label: button[1],
          command: button[2],
          toolbar: "insert,11",
          icon: path + "icons/" + button[2] + ".svg",
        });
      });
      // Code to embed a post, before the filters that would make plain text of it.
      editor.on(
        "paste",
        function (event) {
          var html = CKEDITOR.newsroom.postsIn(event.data);
          if (html !== null) {
            event.data.type = "html";
            event.data.dataValue = html;
            // What may stand in a body is filtered all the same; this would filter
            // what may come from elsewhere, and our block does not.
            event.data.dontFilter = true;
          }
        },
        null,
        null,
        3,
      );
      offerPost(editor);
      // Blocks that are written in have no other key that opens their dialog.
      editor.addCommand("changeblock", {
        exec: function () {
          var widget = editor.widgets.focused || entryAt(editor);
          if (widget) {
            widget.edit();
          }
        },
        async: true,
      });
      editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.ALT + 69, "changeblock");
    },
  });

  // Ranked entries

  function addEntry(editor) {
    editor.widgets.add("rankedentry", {
      requiredContent: "section(entry)",
      template:
        '<section class="entry-box"><div class="entry-box__head">' +
        '<span class="entry-box__number"></span><p class="entry-box__title"></p></div>' +
        '<div class="entry-box__shown"></div>' +
        '<div class="entry-box__text"><p></p></div></section>',
      editables: {
        title: { selector: ".entry-box__title", allowedContent: LINE },
        text: { selector: ".entry-box__text" },
      },

      upcast: function (element, data) {
        if (element.name !== "section" || !element.hasClass("entry")) {
          return false;
        }
        data.count = element.attributes["data-count"] || "";
        data.number = element.attributes["data-number"] || "";
        data.picture = null;
        data.show = null;
        var title = made("p", "entry-box__title");
        var text = made("div", "entry-box__text");
        var hasTitle = false;
        element.children.slice().forEach(function (child) {
          var found = CKEDITOR.newsroom.readEmbed(child);
          if (!hasTitle && child.name === "h2") {
            hasTitle = true;
            moveChildren(child, title);
          } else if (found && found.kind in data && data[found.kind] === null) {
            data[found.kind] = found;
          } else {
            text.add(child);
          }
        });
        if (!text.children.length) {
          text.add(made("p"));
        }
        var head = made("div", "entry-box__head");
        head.add(made("span", "entry-box__number"));
        head.add(title);
        element.attributes = { class: "entry-box" };
        element.children = [];
        [head, made("div", "entry-box__shown"), text].forEach(function (part) {
          element.add(part);
        });
        return element;
      },

      downcast: function () {
        var section = made("section", "entry");
        if (this.data.count) {
          section.attributes["data-count"] = this.data.count;
        }
        if (this.data.number) {
          section.attributes["data-number"] = this.data.number;
        }
        var title = made("h2");
        addHtml(title, this.editables.title.getData());
        section.add(title);
        ["picture", "show"].forEach(function (kind) {
          if (this.data[kind]) {
            section.add(CKEDITOR.newsroom.writeEmbed(kind, this.data[kind]));
          }
        }, this);
        addHtml(section, this.editables.text.getData());
        return section;
      },

      data: function () {
        drawEntry(editor, this);
      },

      insert: function () {
        var around = entryAt(editor);
        var before = around || lastEntry(editor);
        var count = before ? before.data.count : "";
        CKEDITOR.newsroom.askEntry(editor, { count: count }, function (answer) {
          if (around) {
            // A place follows the one the caret is in; they never nest.
            selectAfter(editor, around);
          }
          var widget = insertWidget(editor, "rankedentry", answer);
          widget.editables.title.setText(answer.title);
          countAll(editor, answer.count);
          widget.editables.text.focus();
          CKEDITOR.newsroom.takeNote(editor);
        });
      },

      edit: function () {
        change(editor, this);
      },
    });

    ["instanceReady", "change", "afterPaste"].forEach(function (name) {
      editor.on(name, function () {
        renumber(editor);
      });
    });
  }

  function change(editor, widget) {
    var all = entries(editor);
    var place = all.indexOf(widget);
    var title = widget.editables.title;
    var current = {
      title: title.getText().trim(),
      count: widget.data.count,
      number: widget.data.number,
      picture: widget.data.picture,
      show: widget.data.show,
      place: place,
      places: all.length,
      isKept: true,
    };
    CKEDITOR.newsroom.askEntry(editor, current, function (answer) {
      editor.fire("saveSnapshot");
      if (answer.title !== current.title) {
        title.setText(answer.title);
      }
      if (answer.place !== place) {
        var other = all[answer.place].wrapper;
        if (answer.place < place) {
          widget.wrapper.insertBefore(other);
        } else {
          widget.wrapper.insertAfter(other);
        }
      }
      widget.setData({
        number: answer.number,
        picture: answer.picture,
        show: answer.show,
      });
      countAll(editor, answer.count);
      editor.fire("saveSnapshot");
      renumber(editor);
      widget.focus();
    });
  }

  /* The widgets of a body's places, in order. */
  function entries(editor) {
    var editable = editor.editable();
    var found = editable ? editable.$.querySelectorAll("section.entry-box") : [];
    return Array.from(found)
      .map(function (node) {
        return editor.widgets.getByElement(new CKEDITOR.dom.element(node));
      })
      .filter(Boolean);
  }

  function lastEntry(editor) {
    return entries(editor).pop() || null;
  }

  /* The place that holds the caret. */
  function entryAt(editor) {
    var selection = editor.getSelection();
    var start = selection && selection.getStartElement();
    var box = start && start.getAscendant(function (node) {
      return node.hasClass && node.hasClass("entry-box");
    }, true);
    return box ? editor.widgets.getByElement(box) : null;
  }

  /* How a list counts is said by all of its places: any of them may become the first. */
  function countAll(editor, count) {
    entries(editor).forEach(function (widget) {
      if (widget.data.count !== count) {
        widget.setData("count", count);
      }
    });
  }

  /* As articles/body/entries.py counts. */
  function renumber(editor) {
    var all = entries(editor);
    var count = all.length ? all[0].data.count : "";
    var number = count === "down" ? all.length : 1;
    all.forEach(function (widget) {
      number = Number(widget.data.number) || number;
      var says = count === "none" || number < 1 ? "" : String(number);
      var place = widget.element.findOne(".entry-box__number");
      if (place && place.getText() !== says) {
        CKEDITOR.newsroom.quietly(editor, function () {
          place.setText(says);
        });
      }
      number += count === "down" ? -1 : 1;
    });
  }

  function drawEntry(editor, widget) {
    var shown = widget.element.findOne(".entry-box__shown").$;
    var waiting = ["picture", "show"].filter(function (kind) {
      return widget.data[kind];
    });
    var draw = function () {
      shown.textContent = "";
      waiting.forEach(function (kind) {
        var id = widget.data[kind].id;
        var said = editor.newsroomDescribed.known(kind, id) || {};
        var line = add(shown, "div", "entry-box__line");
        if (said.thumb) {
          var thumb = add(line, "img", "entry-box__thumb");
          thumb.alt = "";
          thumb.src = said.thumb;
        }
        var label = kind === "show" ? "Show: " : "Picture: ";
        add(line, "span", "", label + (said.title || "number " + id));
        if (said.warning) {
          add(line, "span", "embed-preview__warning", said.warning);
        }
      });
      if (!waiting.length) {
        add(shown, "div", "entry-box__line", "No show, no picture");
      }
    };
    draw();
    waiting.forEach(function (kind) {
      editor.newsroomDescribed.of(kind, widget.data[kind].id, function () {
        if (editor.widgets.instances[widget.id] === widget) {
          CKEDITOR.newsroom.quietly(editor, draw);
        }
      });
    });
  }

  // Galleries

  function addGallery(editor) {
    editor.widgets.add("gallery", {
      requiredContent: "figure(gallery)",
      template: '<figure class="gallery"><div>Gallery</div></figure>',

      upcast: function (element, data) {
        if (element.name !== "figure" || !element.hasClass("gallery")) {
          return false;
        }
        data.title = "";
        data.pictures = [];
        element.children.forEach(function (child) {
          var found = CKEDITOR.newsroom.readEmbed(child);
          if (found && found.kind === "picture") {
            data.pictures.push(found);
          } else if (child.name === "figcaption") {
            data.title = CKEDITOR.newsroom.plainHtml(child);
          }
        });
        element.children = [];
        element.add(CKEDITOR.htmlParser.fragment.fromHtml("<div>Gallery</div>"));
        return element;
      },

      downcast: function () {
        var figure = made("figure", "gallery");
        if (this.data.title) {
          var caption = made("figcaption");
          addHtml(caption, this.data.title);
          figure.add(caption);
        }
        this.data.pictures.forEach(function (picture) {
          figure.add(CKEDITOR.newsroom.writeEmbed("picture", picture));
        });
        return figure;
      },

      data: function () {
        drawGallery(editor, this);
      },

      insert: function () {
        var around = { title: "", pictures: [] };
        CKEDITOR.newsroom.askGallery(editor, around, function (answer) {
          insertWidget(editor, "gallery", answer);
        });
      },

      edit: function () {
        var widget = this;
        var current = {
          title: textOf(widget.data.title),
          pictures: widget.data.pictures,
          isKept: true,
        };
        CKEDITOR.newsroom.askGallery(editor, current, function (answer) {
          editor.fire("saveSnapshot");
          widget.setData({
            // What was set in italics stays so, unless it was typed anew.
            title: answer.title === escaped(current.title) ? widget.data.title : answer.title,
            pictures: answer.pictures,
          });
          editor.fire("saveSnapshot");
          widget.focus();
        });
      },

      getLabel: function () {
        return "Gallery: " + this.element.getText();
      },
    });
  }

  function drawGallery(editor, widget) {
    var figure = widget.element.$;
    var draw = function () {
      figure.textContent = "";
      var preview = add(figure, "div", "embed-preview gallery-preview");
      var count = widget.data.pictures.length;
      add(
        preview,
        "div",
        "embed-preview__label",
        "Gallery, " + count + (count === 1 ? " picture" : " pictures"),
      );
      if (widget.data.title) {
        add(preview, "div", "embed-preview__title", textOf(widget.data.title));
      }
      var strip = add(preview, "div", "gallery-preview__strip");
      widget.data.pictures.forEach(function (picture) {
        var said = editor.newsroomDescribed.known("picture", picture.id) || {};
        if (said.thumb && !said.warning) {
          var thumb = add(strip, "img", "");
          thumb.alt = said.title || "";
          thumb.src = said.thumb;
        } else {
          var warning = said.warning || "Number " + picture.id;
          add(strip, "span", said.warning ? "embed-preview__warning" : "", warning);
        }
      });
    };
    draw();
    widget.data.pictures.forEach(function (picture) {
      if (editor.newsroomDescribed.known("picture", picture.id)) {
        return;
      }
      editor.newsroomDescribed.of("picture", picture.id, function () {
        if (editor.widgets.instances[widget.id] === widget) {
          CKEDITOR.newsroom.quietly(editor, draw);
        }
      });
    });
  }

  // Posts and videos

  var SAID = ["address", "title", "author", "handle", "date", "duration"];

  function addPost(editor) {
    editor.widgets.add("quotedpost", {
      requiredContent: "figure(post)[data-address]",
      template: '<figure class="post"><div>Post or video</div></figure>',

      upcast: function (element, data) {
        if (element.name !== "figure" || !element.hasClass("post")) {
          return false;
        }
        SAID.forEach(function (name) {
          data[name] = element.attributes["data-" + name] || "";
        });
        data.picture = null;
        data.quoted = "";
        data.credit = "";
        element.children.forEach(function (child) {
          var found = CKEDITOR.newsroom.readEmbed(child);
          if (child.name === "blockquote") {
            data.quoted = CKEDITOR.newsroom.plainHtml(child);
          } else if (child.name === "figcaption") {
            data.credit = CKEDITOR.newsroom.plainHtml(child);
          } else if (found && found.kind === "picture") {
            data.picture = found;
          }
        });
        element.children = [];
        element.add(CKEDITOR.htmlParser.fragment.fromHtml("<div>Post or video</div>"));
        return element;
      },

      downcast: function () {
        var figure = made("figure", "post");
        SAID.forEach(function (name) {
          if (this.data[name]) {
            figure.attributes["data-" + name] = this.data[name];
          }
        }, this);
        if (this.data.quoted) {
          var quote = new CKEDITOR.htmlParser.element("blockquote", {
            cite: this.data.address,
          });
          addHtml(quote, this.data.quoted);
          figure.add(quote);
        }
        if (this.data.picture) {
          figure.add(CKEDITOR.newsroom.writeEmbed("picture", this.data.picture));
        }
        var caption = made("figcaption");
        addHtml(caption, this.data.credit || "");
        figure.add(caption);
        return figure;
      },

      data: function () {
        drawPost(editor, this);
      },

      insert: function () {
        CKEDITOR.newsroom.askPost(editor, {}, function (answer) {
          insertWidget(editor, "quotedpost", answer);
        });
      },

      edit: function () {
        var widget = this;
        var current = Object.assign({ isKept: true }, this.data);
        CKEDITOR.newsroom.askPost(editor, current, function (answer) {
          editor.fire("saveSnapshot");
          widget.setData(answer);
          editor.fire("saveSnapshot");
          widget.focus();
        });
      },

      getLabel: function () {
        return "Post or video: " + this.element.getText();
      },
    });
  }

  function drawPost(editor, widget) {
    var figure = widget.element.$;
    var data = widget.data;
    var draw = function () {
      figure.textContent = "";
      var preview = add(figure, "div", "embed-preview");
      var said = data.picture
        ? editor.newsroomDescribed.known("picture", data.picture.id) || {}
        : {};
      if (said.thumb) {
        var thumb = add(preview, "img", "embed-preview__thumb");
        thumb.alt = "";
        thumb.src = said.thumb;
      }
      var text = add(preview, "div", "embed-preview__text");
      add(text, "div", "embed-preview__label", data.address.replace(/^https:\/\/(www\.)?/, ""));
      var words = textOf(data.quoted.replace(/<\/p>|<br>/g, " ")).trim();
      add(text, "div", "embed-preview__title", data.title || words || data.address);
      var who = [data.author, data.handle && "@" + data.handle, data.date, data.duration];
      add(text, "div", "embed-preview__detail", who.filter(Boolean).join(", "));
      if (data.title && words) {
        add(text, "div", "embed-preview__detail", words);
      }
      if (said.warning) {
        add(text, "div", "embed-preview__warning", said.warning);
      }
      if (!data.title && !words) {
        add(text, "div", "embed-preview__warning", "Its words are missing: add them.");
      }
    };
    draw();
    if (data.picture && !editor.newsroomDescribed.known("picture", data.picture.id)) {
      editor.newsroomDescribed.of("picture", data.picture.id, function () {
        if (editor.widgets.instances[widget.id] === widget) {
          CKEDITOR.newsroom.quietly(editor, draw);
        }
      });
    }
  }

  /*
   * The address of a post pasted into an empty paragraph stands there as any other text;
   * over it opens the dialog that makes a block of it. Leaving that leaves the text.
   */
  function offerPost(editor) {
    editor.on("paste", function (event) {
      var transfer = event.data.dataTransfer;
      var post = CKEDITOR.newsroom.postAt(textOf(event.data.dataValue));
      if (!post || !transfer || event.data.method !== "paste" || !emptyParagraph(editor)) {
        return;
      }
      editor.once("afterPaste", function () {
        var block = editor.elementPath() && editor.elementPath().block;
        if (!block || block.getText().trim() !== post.address) {
          return;
        }
        var current = { address: post.address, isPasted: true };
        CKEDITOR.newsroom.askPost(editor, current, function (answer) {
          editor.fire("saveSnapshot");
          if (block.getText().trim() === post.address && editor.editable().contains(block)) {
            var range = editor.createRange();
            range.selectNodeContents(block);
            range.select();
          }
          insertWidget(editor, "quotedpost", answer);
        });
      });
    });
  }

  /* Whether the caret is in one, and where a block may stand. */
  function emptyParagraph(editor) {
    var path = editor.elementPath();
    return Boolean(
      path &&
        path.block &&
        path.block.is("p") &&
        !path.block.getText().trim() &&
        !path.contains(["blockquote", "li", "td", "th", "caption"]),
    );
  }

  // What all have in common

  function insertWidget(editor, name, data) {
    var definition = editor.widgets.registered[name];
    var element = CKEDITOR.dom.element.createFromHtml(
      definition.template.output(),
      editor.document,
    );
    var wrapper = editor.widgets.wrapElement(element, definition.name);
    var fragment = new CKEDITOR.dom.documentFragment(wrapper.getDocument());
    fragment.append(wrapper);
    var widget = editor.widgets.initOn(element, definition, data);
    editor.widgets.finalizeCreation(fragment);
    return widget;
  }

  function selectAfter(editor, widget) {
    var range = editor.createRange();
    range.setStartAfter(widget.wrapper);
    range.collapse(true);
    range.select();
  }

  function made(name, className) {
    return new CKEDITOR.htmlParser.element(name, className ? { class: className } : {});
  }

  function moveChildren(from, to) {
    from.children.slice().forEach(function (child) {
      to.add(child);
    });
  }

  function addHtml(element, html) {
    moveChildren(CKEDITOR.htmlParser.fragment.fromHtml(html), element);
  }

  function textOf(html) {
    return new DOMParser().parseFromString(html, "text/html").body.textContent;
  }

  function escaped(text) {
    return CKEDITOR.tools.htmlEncode(text);
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
})();
