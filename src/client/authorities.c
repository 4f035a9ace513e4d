#include <stdlib.h>

#include <dirent.h>

#include <openssl/ssl.h>

#include "client/authorities.h"

static const char *
place(const char *variable, const char *otherwise)
{
	const char *path = getenv(variable);

	return path != NULL ? path : otherwise;
}

const char *
authorities_file(void)
{
	return place(
	    X509_get_default_cert_file_env(), X509_get_default_cert_file());
}

const char *
authorities_directory(void)
{
	return place(
	    X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
}

bool
authorities_are_here(const struct ssl_ctx_st *context)
{
	X509_STORE *store = SSL_CTX_get_cert_store(context);
	bool found = sk_X509_OBJECT_num(X509_STORE_get0_objects(store)) > 0;
	DIR *folder = opendir(authorities_directory());
	const struct dirent *file;

	if (folder == NULL)
		return found;
	while (!found && (file = readdir(folder)) != NULL)
		found = file->d_name[0] != '.';
	closedir(folder);
	return found;
}
