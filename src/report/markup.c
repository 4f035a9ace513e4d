#include "report/markup.h"
#include "base/escape.h"

const struct workflow_marks markup_marks = { "&#35;", "&#58;" };

static void
put_byte(struct buf *out, char c)
{
	switch (c) {
	case '&':
		buf_text(out, "&amp;");
		break;
	case '<':
		buf_text(out, "&lt;");
		break;
	case '>':
		buf_text(out, "&gt;");
		break;
	case '"':
		buf_text(out, "&quot;");
		break;
	default:
		buf_byte(out, c);
	}
}

void
markup_lines(struct buf *out, struct str lines)
{
	for (size_t i = 0; i < lines.n; i++)
		put_byte(out, lines.s[i]);
}

void
markup_text(struct buf *out, struct str text)
{
	struct buf safe = { 0 };

	if (!escape_needed(text)) {
		markup_lines(out, text);
		return;
	}
	buf_escaped(&safe, text);
	markup_lines(out, buf_view(&safe));
	buf_free(&safe);
}
