#include "report/format.h"

const struct format_info format_info[FORMAT_COUNT] = {
#define FORMAT(id, name, ways, title) [FORMAT_##id] = { name, &ways, title },
#include "report/formats.def"
#undef FORMAT
};

enum format_id
format_by_name(struct str name)
{
	enum format_id id = 0;

	while (id < FORMAT_COUNT && !str_eq(str_of(format_info[id].name), name))
		id++;
	return id;
}
