/*
 * terraform_unread.h - resources that no reader knows, and that change the DNS
 * all the same, as far as their types and attributes tell.
 */
#ifndef TERRAFORM_UNREAD_H
#define TERRAFORM_UNREAD_H

#include "base/value.h"

/* Whether a change of a resource of a type that is not read looks like one of
 * the DNS. */
bool terraform_looks_like_dns(struct str type, const struct value *change);

/* Whether a resource of the type has all sets of a zone: those that it does
 * not list go. */
bool terraform_is_whole_zone(struct str type);

#endif
