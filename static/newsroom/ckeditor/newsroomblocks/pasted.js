/*
 * The code that X, Instagram, TikTok, YouTube and Vimeo give to embed a post, read for
 * its address and its words. Nothing of it is run or loaded.
 *
 *   CKEDITOR.newsroom.readPost(html)   {address, title, author, handle, date, quoted} of
 *                                      the first that is there, or null
 *   CKEDITOR.newsroom.postAt(text)     {address, isVideo} where the text is the address of
 *                                      a post or video and nothing else, or null
 *   CKEDITOR.newsroom.postsIn(data)    what was pasted with each as our own block, or
 *                                      null where there is none
 */
(function () {
  "use strict";

  var newsroom = (CKEDITOR.newsroom = CKEDITOR.newsroom || {});
  CKEDITOR.plugins.add("newsroompasted", {});
  var CODE = "blockquote.twitter-tweet, blockquote.instagram-media, blockquote.tiktok-embed, iframe[src]";
  var LOOKS_LIKE_CODE = /<(?:blockquote|iframe)\b[^>]*(?:twitter-tweet|instagram-media|tiktok-embed|youtube|vimeo)/i;
  var POST = /^https?:\/\/(?:www\.|mobile\.)?(?:twitter|x)\.com\/[^/]+\/status\/\d+/i;
  var VIDEO =
    /^(?:https?:)?\/\/(?:www\.youtube(?:-nocookie)?\.com\/embed\/[\w-]{11}|player\.vimeo\.com\/video\/\d+)/i;
  var INSTAGRAM = /^https?:\/\/(?:www\.)?instagram\.com\/(?:p|reel|reels|tv)\/[\w-]+/i;
  var TIKTOK = /^https?:\/\/(?:www\.)?tiktok\.com\/@[\w.]+\/(?:video|photo)\/\d+/i;

  // As articles/body/posts.py reads them, which has the last word.
  var ADDRESSES = [
    [/^(?:twitter|x)\.com\/(?:\w{1,15}|i\/web)\/status(?:es)?\/\d+/i, false],
    [/^instagram\.com\/(?:[\w.]{1,30}\/)?(?:p|reel|reels|tv)\/[\w-]{5,}/i, false],
    [/^tiktok\.com\/@[\w.]+\/(?:video|photo)\/\d{5,}/i, false],
    [/^youtu\.be\/[\w-]{11}(?![\w-])/i, true],
    [/^(?:music\.)?youtube\.com\/(?:shorts|live|embed|v)\/[\w-]{11}(?![\w-])/i, true],
    [/^(?:music\.)?youtube\.com\/watch\?(?:[^#]*&)?v=[\w-]{11}(?![\w-])/i, true],
    [/^vimeo\.com\/(?:channels\/[\w-]+\/|groups\/[\w-]+\/videos\/|showcase\/\d+\/video\/)?\d{5,}/i, true],
    [/^player\.vimeo\.com\/video\/\d{5,}/i, true],
  ];

  newsroom.postAt = function (text) {
    var address = /^https?:\/\/(?:www\.|m\.|mobile\.)?(\S+)$/i.exec(text.trim());
    var found =
      address &&
      ADDRESSES.find(function (each) {
        return each[0].test(address[1]);
      });
    return found ? { address: text.trim(), isVideo: found[1] } : null;
  };

  newsroom.readPost = function (html) {
    if (!LOOKS_LIKE_CODE.test(html)) {
      return null;
    }
    var page = new DOMParser().parseFromString(html, "text/html");
    return Array.from(page.querySelectorAll(CODE), read).find(Boolean) || null;
  };

  newsroom.postsIn = function (data) {
    // Code is mostly copied as text.
    var text = data.dataTransfer ? data.dataTransfer.getData("text/plain") : "";
    var html = LOOKS_LIKE_CODE.test(data.dataValue) ? data.dataValue : "";
    if (!html && text.trim().charAt(0) === "<" && LOOKS_LIKE_CODE.test(text)) {
      html = text;
    }
    if (!html) {
      return null;
    }
    var page = new DOMParser().parseFromString(html, "text/html");
    var count = 0;
    page.querySelectorAll(CODE).forEach(function (code) {
      var post = read(code);
      if (post) {
        count += 1;
        code.replaceWith(figure(page, post));
      }
    });
    page.querySelectorAll("script").forEach(function (script) {
      script.remove();
    });
    var last = page.body.lastElementChild;
    if (count && last.matches("figure")) {
      // Where writing goes on; the server drops it if it does not.
      last.after(page.createElement("p"));
    }
    return count ? page.body.innerHTML : null;
  };

  function read(code) {
    if (code.matches("iframe")) {
      return readVideo(code);
    }
    if (code.matches(".twitter-tweet")) {
      return readTweet(code);
    }
    return code.matches(".instagram-media") ? readInstagram(code) : readTiktok(code);
  }

  function readVideo(code) {
    var address = code.getAttribute("src");
    if (!VIDEO.test(address)) {
      return null;
    }
    var title = code.getAttribute("title") || "";
    // What players call themselves where nobody named the video.
    var isNamed = title && !/^(?:youtube|vimeo) video player$/i.test(title);
    return { address: address.replace(/^\/\//, "https://"), title: isNamed ? title : "", quoted: "" };
  }

  function readTweet(code) {
    var links = Array.from(code.querySelectorAll("a[href]")).filter(function (link) {
      return POST.test(link.getAttribute("href"));
    });
    var link = links.pop();
    if (!link) {
      return null;
    }
    var who = /[\u2014-]\s*(.*?)\s*\(@(\w+)\)/.exec(ownText(code));
    return {
      address: POST.exec(link.getAttribute("href"))[0],
      author: who ? who[1] : "",
      handle: who ? who[2] : "",
      date: day(link.textContent),
      quoted: words(code.querySelectorAll("p")),
    };
  }

  function readInstagram(code) {
    var address = INSTAGRAM.exec(code.getAttribute("data-instgrm-permalink") || "");
    if (!address) {
      return null;
    }
    var who = /shared by\s+(.*?)\s*\(@([\w.]+)\)/i.exec(code.textContent);
    return {
      address: address[0],
      author: who ? who[1] : "",
      handle: who ? who[2] : "",
      quoted: "",
    };
  }

  function readTiktok(code) {
    var address = TIKTOK.exec(code.getAttribute("cite") || "");
    if (!address) {
      return null;
    }
    return {
      address: address[0],
      handle: /@([\w.]+)/.exec(address[0])[1],
      quoted: words(code.querySelectorAll("p")),
    };
  }

  function ownText(element) {
    return Array.from(element.childNodes, function (node) {
      return node.nodeType === Node.TEXT_NODE ? node.textContent : "";
    }).join(" ");
  }

  function words(paragraphs) {
    return Array.from(paragraphs, function (paragraph) {
      paragraph.querySelectorAll("a").forEach(function (link) {
        // Shortened addresses say nothing, and count who follows them.
        if (/^https?:\/\/t\.co\//.test(link.getAttribute("href") || "")) {
          link.replaceWith(link.textContent);
        }
      });
      return "<p>" + paragraph.innerHTML + "</p>";
    }).join("");
  }

  function day(written) {
    var read = new Date(written + " UTC");
    return isNaN(read) ? "" : read.toISOString().slice(0, 10);
  }

  function figure(page, post) {
    var made = page.createElement("figure");
    made.className = "post";
    ["address", "title", "author", "handle", "date"].forEach(function (name) {
      if (post[name]) {
        made.setAttribute("data-" + name, post[name]);
      }
    });
    if (post.quoted) {
      var quote = page.createElement("blockquote");
      quote.innerHTML = post.quoted;
      made.append(quote);
    }
    return made;
  }
})();
