/*
 * html.h - the parts of the HTML report: a page without scripts and without
 * anything from elsewhere; format_html in html.c puts them together.
 */
#ifndef HTML_H
#define HTML_H

#include "facts/spf_tree.h"
#include "report/format.h"

extern const char *const html_style[]; /* its rules, up to NULL */

/* Up to the body; from there to the end. */
void html_head(struct buf *out, struct str title);
void html_foot(struct buf *out, struct str note);

/* "<span class=...>" with a sign and the word: "fail", "info", ... */
void html_badge(struct buf *out, const char *word);

/* One sender, alone on its page or as a section of a batch's, which a line of
 * the table leads to. */
void html_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice);

/* One finding, under a heading of that level. */
void html_finding(struct buf *out, struct arena *a, const struct finding *f,
    unsigned level, struct str id);

/* The SPF record and all that it includes, as nested lists that are drawn as
 * a tree; nothing where there is no record. */
void
html_tree(struct buf *out, struct arena *a, const struct spf_report *report);

#endif
