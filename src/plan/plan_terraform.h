/*
 * plan_terraform.h - plans of Terraform and OpenTofu: what "show -json" of a
 * saved plan prints.
 */
#ifndef PLAN_TERRAFORM_H
#define PLAN_TERRAFORM_H

#include "base/value.h"
#include "plan/plan.h"

/* Whether JSON is a plan, rather than a state or anything else. */
bool terraform_is_plan(const struct value *root);

/* origin completes names whose zone the plan does not tell; or no name. */
bool terraform_read(struct plan *plan, const struct value *root,
    struct str label, struct name origin, struct plan_error *err);

#endif
