/* Terraform and OpenTofu: an aws_route53_record for each set. */
#include "fix/script.h"
#include "fix/script_text.h"

/* In an HCL string: ${ and %{ start templates. */
static void
write_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];
		bool starts = i + 1 < text.n && text.s[i + 1] == '{';

		if (c == '"' || c == '\\')
			buf_byte(out, '\\');
		if ((c == '$' || c == '%') && starts)
			buf_byte(out, c);
		buf_byte(out, c);
	}
}

static void
write_string(struct buf *out, struct str text)
{
	buf_byte(out, '"');
	write_text(out, text);
	buf_byte(out, '"');
}

/* The provider puts the outer quotes around a TXT value itself. */
static struct str
value_text(struct arena *a, const struct change *c, struct str zone)
{
	struct str text = script_octal(a, zone);

	if ((c->type == TYPE_TXT || c->type == TYPE_SPF) && text.n >= 2)
		text = str_to(str_from(text, 1), text.n - 2);
	return text;
}

/* "example_com_txt"; what is no letter or digit becomes "_". */
static void
write_label(struct buf *out, const struct change *c)
{
	struct str name = name_text(out->a, c->name);
	struct str type = type_text(out->a, c->type);

	if (name.n > 0 && !byte_is_alpha(name.s[0]))
		buf_text(out, "r_");
	for (size_t i = 0; i < name.n; i++)
		buf_byte(out, byte_is_alnum(name.s[i]) ? name.s[i] : '_');
	buf_byte(out, '_');
	for (size_t i = 0; i < type.n; i++)
		buf_byte(out, byte_lower(type.s[i]));
}

/* Names that differ in a mark only have the same label. */
static unsigned
number_of(
    struct arena *a, const struct changes *changes, const struct change *c)
{
	struct buf own = { .a = a };
	unsigned n = 0;

	write_label(&own, c);
	for (const struct change *d = changes->first; d != c; d = d->next) {
		struct buf other = { .a = a };

		write_label(&other, d);
		n += str_eq(buf_view(&own), buf_view(&other));
	}
	return n;
}

static void
write_gone(struct buf *out, const struct change *c)
{
	for (size_t i = 0; i < c->nold; i++) {
		buf_text(out, "# To be removed: ");
		change_line(out, c, &c->old[i]);
		buf_byte(out, '\n');
	}
	buf_byte(out, '\n');
}

static void
write_resource(
    struct buf *out, const struct changes *changes, const struct change *c)
{
	unsigned number = number_of(out->a, changes, c);

	if (c->nold > 0)
		buf_text(out,
		    "# The set exists: if another resource owns it, change that "
		    "one, or import the set.\n");
	buf_text(out, "resource \"aws_route53_record\" \"");
	write_label(out, c);
	if (number > 0)
		buf_printf(out, "_%u", number + 1);
	buf_text(out, "\" {\n  zone_id = var.zone_id\n  name    = ");
	write_string(out, script_octal(out->a, name_text(out->a, c->name)));
	buf_printf(out,
	    "\n  type    = \"%.*s\"\n  ttl     = %u\n  records = [\n",
	    PSTR(type_text(out->a, c->type)), c->ttl);
	for (size_t i = 0; i < c->nnew; i++) {
		buf_text(out, "    ");
		write_string(out, value_text(out->a, c, c->new[i].zone));
		buf_text(out, ",\n");
	}
	buf_text(out, "  ]\n");
	if (c->nold > 0)
		buf_text(out, "  allow_overwrite = true\n");
	buf_text(out, "}\n\n");
}

void
script_terraform(struct buf *out, const struct changes *changes)
{
	buf_text(out,
	    "variable \"zone_id\" {\n  type        = string\n"
	    "  description = \"the hosted zone of the records below\"\n}\n\n");
	for (const struct change *c = changes->first; c != NULL; c = c->next) {
		if (c->by != BY_ZONE)
			continue;
		if (c->action == CHANGE_DELETE)
			write_gone(out, c);
		else
			write_resource(out, changes, c);
	}
	script_remarks(out, changes, "#");
}
