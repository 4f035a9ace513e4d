#include "mail/provider.h"

const struct provider providers[] = {
	{ .id = STR("ses"),
	    .name = "Amazon SES",
	    .also = "amazonses amazon-ses aws aws-ses amazon",
	    .spf = { STR("amazonses.com") },
	    .has_own_sender = true,
	    .dkim = { STR("dkim.amazonses.com"), STR("amazonses.com") },
	    .selectors = "",
	    .advice = "The SES console lists three CNAME records; their first "
		      "labels are the selectors." },
	{ .id = STR("google"),
	    .name = "Google Workspace",
	    .also = "gmail gsuite g-suite workspace google-workspace",
	    .spf = { STR("_spf.google.com") },
	    .selectors = "google",
	    .advice = "The Admin console shows the selector under Apps, Gmail, "
		      "Authenticate email; it is google unless changed." },
	{ .id = STR("microsoft"),
	    .name = "Microsoft 365",
	    .also = "office365 o365 m365 microsoft365 outlook exchange",
	    .spf = { STR("spf.protection.outlook.com") },
	    .dkim = { STR("onmicrosoft.com"), STR("dkim.mail.microsoft") },
	    .selectors = "selector1 selector2",
	    .advice = "The selectors are selector1 and selector2." },
	{ .id = STR("mailgun"),
	    .name = "Mailgun",
	    .also = "mg",
	    .spf = { STR("mailgun.org") },
	    .dkim = { STR("dkim1.mailgun.com") },
	    .selectors = "",
	    .advice = "Mailgun's domain settings show the selector; with "
		      "automatic keys it is pdk1 and pdk2." },
	{ .id = STR("sendgrid"),
	    .name = "SendGrid",
	    .also = "twilio twilio-sendgrid",
	    .spf = { STR("sendgrid.net") },
	    .has_own_sender = true,
	    .dkim = { STR("sendgrid.net") },
	    .selectors = "s1 s2",
	    .advice = "The selectors are s1 and s2 unless changed." },
	{ .id = STR("postmark"),
	    .name = "Postmark",
	    .spf = { STR("spf.mtasv.net") },
	    .has_own_sender = true,
	    .selectors = "",
	    .advice = "Postmark's DNS settings show the selector: a time, and "
		      "pm behind it." },
	{ .id = STR("mailchimp"),
	    .name = "Mailchimp",
	    .spf = { STR("servers.mcsv.net") },
	    .has_own_sender = true,
	    .dkim = { STR("mcsv.net") },
	    .selectors = "k2 k3",
	    .advice = "The selectors are k2 and k3; older accounts use k1." },
	{ .id = STR("mandrill"),
	    .name = "Mandrill",
	    .also = "mailchimp-transactional",
	    .spf = { STR("spf.mandrillapp.com") },
	    .dkim = { STR("mandrillapp.com") },
	    .selectors = "mte1 mte2",
	    .advice = "The selectors are mte1 and mte2." },
	{ .id = STR("salesforce"),
	    .name = "Salesforce",
	    .spf = { STR("_spf.salesforce.com") },
	    .dkim = { STR("custdkim.salesforce.com") },
	    .selectors = "",
	    .advice = "Salesforce's setup shows the selectors under DKIM "
		      "keys." },
	{ .id = STR("marketing-cloud"),
	    .name = "Salesforce Marketing Cloud",
	    .also = "exacttarget sfmc",
	    .spf = { STR("cust-spf.exacttarget.com") },
	    .selectors = "",
	    .advice = "The selector came with the private domain that was set "
		      "up." },
	{ .id = STR("zoho"),
	    .name = "Zoho Mail",
	    .also = "zohomail",
	    .spf = { STR("zoho.com"), STR("zohomail.com"), STR("zoho.eu"),
		STR("zoho.in") },
	    .selectors = "zmail",
	    .advice = "The selector is zmail unless another was chosen." },
	{ .id = STR("sparkpost"),
	    .name = "SparkPost",
	    .also = "messagebird bird",
	    .spf = { STR("sparkpostmail.com"), STR("mail.e.sparkpost.com") },
	    .has_own_sender = true,
	    .selectors = "",
	    .advice = "The sending domain's page shows the selector: scph, "
		      "month and year." },
	{ .id = STR("brevo"),
	    .name = "Brevo",
	    .also = "sendinblue",
	    .spf = { STR("spf.brevo.com"), STR("spf.sendinblue.com") },
	    .dkim = { STR("dkim.brevo.com") },
	    .selectors = "brevo1 brevo2",
	    .advice = "The selectors are brevo1 and brevo2; older domains use "
		      "mail." },
	{ .id = STR("hubspot"),
	    .name = "HubSpot",
	    .spf = { STR("hubspotemail.net") },
	    .dkim = { STR("hubspotemail.net") },
	    .selectors = "",
	    .advice = "The selectors are hs1- and hs2- and the account's "
		      "number." },
	{ .id = STR("mimecast"),
	    .name = "Mimecast",
	    .spf = { STR("_netblocks.mimecast.com") },
	    .selectors = "",
	    .advice = "The administration console shows the selector under "
		      "DNS authentication." },
	{ .id = STR("proofpoint"),
	    .name = "Proofpoint Essentials",
	    .spf = { STR("ppe-hosted.com") },
	    .selectors = "",
	    .advice = "The domain's page shows the selector under DKIM." },
	{ .id = STR("proton"),
	    .name = "Proton Mail",
	    .also = "protonmail",
	    .spf = { STR("_spf.protonmail.ch") },
	    .dkim = { STR("domains.proton.ch") },
	    .selectors = "protonmail protonmail2 protonmail3",
	    .advice = "The selectors are protonmail, protonmail2 and "
		      "protonmail3." },
	{ .id = STR("fastmail"),
	    .name = "Fastmail",
	    .spf = { STR("spf.messagingengine.com") },
	    .dkim = { STR("dkim.fmhosted.com") },
	    .selectors = "fm1 fm2 fm3",
	    .advice = "The selectors are fm1, fm2 and fm3." },
	{ .id = STR("icloud"),
	    .name = "iCloud Mail",
	    .also = "apple",
	    .spf = { STR("icloud.com") },
	    .dkim = { STR("icloudmailadmin.com") },
	    .selectors = "sig1",
	    .advice = "The selector is sig1." },
	{ .id = STR("improvmx"),
	    .name = "ImprovMX",
	    .spf = { STR("spf.improvmx.com") },
	    .selectors = "",
	    .advice = "The domain's page shows the selectors under SMTP." },
	{ .id = STR("sakura"),
	    .name = "Sakura Internet",
	    .spf = { STR("_spf.sakura.ne.jp") },
	    .selectors = "",
	    .advice = "The control panel shows the selector under DKIM." },
	{ .id = STR("xserver"),
	    .name = "Xserver",
	    .spf = { STR("spf.sender.xserver.jp") },
	    .selectors = "default",
	    .advice = "The selector is default." },
	{ .id = STR("onamae"),
	    .name = "onamae.com",
	    .spf = { STR("_spf.onamae.ne.jp"), STR("spf.secure.ne.jp") },
	    .selectors = "default",
	    .advice = "The selector is default." },
	{ .id = STR("") },
};

/* Whether name is one of the domains, or below one, in any case. */
static bool
is_in_any(struct str name, const struct str *domains)
{
	for (size_t i = 0; i < PROVIDER_MAX_NAMES && domains[i].n > 0; i++) {
		struct str domain = domains[i];
		size_t before = name.n - domain.n;

		if (name.n >= domain.n &&
		    str_eq_nocase(str_from(name, before), domain) &&
		    (before == 0 || name.s[before - 1] == '.'))
			return true;
	}
	return false;
}

bool
provider_has_spf(const struct provider *p, struct str domain)
{
	return is_in_any(domain, p->spf);
}

bool
provider_has_dkim(const struct provider *p, struct str target)
{
	return is_in_any(target, p->dkim);
}

const struct provider *
provider_by_alias(struct str called)
{
	for (const struct provider *p = providers; p->id.n > 0; p++) {
		struct str rest = str_of(p->also), word;

		while (rest.n > 0 && str_cut(&rest, ' ', &word))
			if (str_eq_nocase(word, called))
				return p;
	}
	return NULL;
}

bool
provider_wants_spf(
    const struct provider *p, struct name mail_from, struct name author)
{
	if (!p->has_own_sender)
		return true;
	return name_is_in(mail_from, author) && !name_eq(mail_from, author);
}

const struct provider *
provider_by_id(struct str id)
{
	for (const struct provider *p = providers; p->id.n > 0; p++)
		if (str_eq(p->id, id))
			return p;
	return NULL;
}

const struct provider *
provider_by_spf(struct str include)
{
	for (const struct provider *p = providers; p->id.n > 0; p++)
		if (provider_has_spf(p, include))
			return p;
	return NULL;
}

const struct provider *
provider_by_dkim(struct str cname_target)
{
	for (const struct provider *p = providers; p->id.n > 0; p++)
		if (provider_has_dkim(p, cname_target))
			return p;
	return NULL;
}
