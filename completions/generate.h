/* generate.h - what the completions of all shells are made of. */
#ifndef GENERATE_H
#define GENERATE_H

#include <stdbool.h>

#include "cli/args.h"

/* What the operands of a command are, by the first of them. */
enum operand { OPERAND_NONE, OPERAND_DOMAIN, OPERAND_FILE, OPERAND_CODE };

enum operand operand_of(enum command_id command);

bool takes(enum command_id command, enum option_id option);

/* All of a kind, with something between them. */
void print_commands(const char *between);
void print_checks(const char *between);
void print_codes(const char *between);
void print_severities(const char *between);
void print_formats(const char *between);
void print_filings(const char *between);
void print_scripts(const char *between);
void print_providers(const char *between);

/* The words that an argument lists: "live|request". */
void print_words(const char *argument, char between);

void print_bash(void);
void print_zsh(void);
void print_fish(void);

#endif
