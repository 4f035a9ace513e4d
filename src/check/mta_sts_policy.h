/* mta_sts_policy.h - the policy of MTA-STS as it was fetched. */
#ifndef CHECK_MTA_STS_POLICY_H
#define CHECK_MTA_STS_POLICY_H

#include "base/fetched.h"
#include "check/check.h"

/* The MX of DOMAIN is among the facts. */
void judge_mta_sts_policy(
    struct check *c, struct name host, const struct fetched *fetched);

#endif
