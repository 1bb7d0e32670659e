/* manual.c: lays the manual out: for a terminal, as mdoc, as completion scripts. Plain printing; no
 * state. */
#include "cli/manual.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { WIDTH = 78, INDENT = 4 };

const dg_command *dg_command_first(size_t i) {
    size_t n;
    const dg_command *c = dg_commands(&n);
    for (size_t k = 0; k < i; k++)
        if (strcmp(c[k].name, c[i].name) == 0) return NULL;
    return &c[i];
}

/* Calls put for each row with the command's name. */
static void put_usages(FILE *to, const dg_command *c, void (*put)(FILE *to, const dg_command *c)) {
    size_t n;
    const dg_command *all = dg_commands(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].name, c->name) == 0) put(to, &all[i]);
}

/* ---- for a terminal ---- */

/* Words of one paragraph, broken at WIDTH, each line after `indent` blanks; the first line goes on
 * from column `at`. */
static void put_wrapped(FILE *to, const char *text, size_t n, size_t indent, size_t at) {
    for (size_t i = 0; i < n;) {
        size_t word = 0;
        while (i < n && (text[i] == ' ' || text[i] == '\n')) i++;
        while (i + word < n && text[i + word] != ' ' && text[i + word] != '\n') word++;
        if (!word) break;
        size_t width = dg_utf8_length((dg_str){text + i, (uint32_t)word});
        if (at > indent && at + 1 + width > WIDTH) {
            fputc('\n', to);
            at = 0;
        }
        if (at < indent) fprintf(to, "%*s", (int)(indent - at), ""), at = indent;
        if (at > indent) fputc(' ', to), at++;
        fwrite(text + i, 1, word, to);
        at += width, i += word;
    }
    fputc('\n', to);
}

static void put_paragraphs(FILE *to, const char *text) {
    for (const char *at = text, *end; *at; at = end) {
        end = strstr(at, "\n\n");
        size_t n = end ? (size_t)(end - at) : strlen(at);
        put_wrapped(to, at, n, INDENT, 0);
        end = end ? end + 2 : at + n;
        if (*end) fputc('\n', to);
    }
}

static void put_options(FILE *to, const char *command) {
    size_t n;
    const dg_option_help *o = dg_options_all(&n);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!dg_option_taken(&o[i], command)) continue;
        if (!any) fputs("\nOptions\n", to);
        any = true;
        fprintf(to, "    --%s%s%s\n", o[i].name, o[i].value ? " " : "",
                o[i].value ? o[i].value : "");
        put_wrapped(to, o[i].about, strlen(o[i].about), 2 * INDENT, 0);
    }
}

static void put_examples(FILE *to, const char *text) {
    if (!text[0]) return;
    fputs("\nExamples (of an archive press.db, made by: dragoman add --archive press.db samples)\n",
          to);
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "\n");
        fprintf(to, "    %.*s\n", (int)n, at);
        at += n + (at[n] == '\n');
    }
}

static const char exit_status[] =
    "0: all went well. 1: something could not be read or was not found, the rest was done. 2: a "
    "wrong call. 3: nothing could be done (no model, an archive that is broken, a full disk).";

static void put_usage(FILE *to, const dg_command *c) {
    fprintf(to, "    dragoman %s %s\n", c->name, c->usage);
}

void dg_manual_print(FILE *to, const dg_command *c) {
    const dg_manual *m = dg_manual_of(c->name);
    fprintf(to, "dragoman %s:", c->name);
    put_wrapped(to, c->help, strlen(c->help), INDENT, strlen(c->name) + 10);
    fputs("\nUsage\n", to);
    put_usages(to, c, put_usage);
    if (m) fputs("\n", to), put_paragraphs(to, m->about);
    put_options(to, c->name);
    fputs("\nExit status\n", to);
    put_wrapped(to, exit_status, strlen(exit_status), INDENT, 0);
    if (!m) return;
    put_examples(to, m->examples);
    fprintf(to, "\nSee also: %s\n", m->also);
}

/* ---- mdoc(7) ---- */

/* Within a line: a backslash would be an escape, a plain hyphen may become another character. */
static void put_roff_inner(FILE *to, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\\')
            fputs("\\e", to);
        else if (text[i] == '-')
            fputs("\\-", to);
        else
            fputc(text[i], to);
    }
}

/* Whole lines: one that begins with a dot or a quotation mark would be a macro. */
static void put_roff(FILE *to, const char *text, size_t n) {
    for (size_t i = 0, line; i < n; i += line) {
        const char *end = memchr(text + i, '\n', n - i);
        line = end ? (size_t)(end - text) + 1 - i : n - i;
        if (text[i] == '.' || text[i] == '\'') fputs("\\&", to);
        put_roff_inner(to, text + i, line);
    }
}

/* Text as mdoc wants it: no line over 78 characters, a sentence ends its line. */
static void put_roff_text(FILE *to, const char *text, size_t n) {
    size_t at = 0;
    for (size_t i = 0; i < n;) {
        size_t word = 0;
        while (i < n && (text[i] == ' ' || text[i] == '\n')) i++;
        while (i + word < n && text[i + word] != ' ' && text[i + word] != '\n') word++;
        if (!word) break;
        if (at) {
            bool ended = i >= 2 && strchr(".!?", text[i - 2]);
            bool full = at + word > WIDTH - 2 * INDENT;
            fputc(ended || full ? '\n' : ' ', to);
            if (ended || full) at = 0;
        }
        if (at)
            put_roff_inner(to, text + i, word);
        else
            put_roff(to, text + i, word);
        at += word + 1, i += word;
    }
    fputc('\n', to);
}

static void put_roff_line(FILE *to, const char *text) {
    put_roff_text(to, text, strlen(text));
}

static void put_roff_paragraphs(FILE *to, const char *text) {
    for (const char *at = text, *end; *at; at = end) {
        end = strstr(at, "\n\n");
        size_t n = end ? (size_t)(end - at) : strlen(at);
        put_roff_text(to, at, n);
        end = end ? end + 2 : at + n;
        if (*end) fputs(".Pp\n", to);
    }
}

static void put_roff_options(FILE *to, const char *command) {
    size_t n;
    const dg_option_help *o = dg_options_all(&n);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!dg_option_taken(&o[i], command)) continue;
        if (!any) fputs(".Pp\nOptions:\n.Bl -tag -width Ds\n", to);
        any = true;
        fprintf(to, ".It Fl \\-%s", o[i].name);
        if (o[i].value) fprintf(to, " Ar %s", o[i].value);
        fputc('\n', to);
        put_roff_line(to, o[i].about);
    }
    if (any) fputs(".El\n", to);
}

static void put_head(FILE *to, const char *title, const char *name, const char *about) {
    char upper[64];
    size_t n = 0;
    for (; title[n] && n + 1 < sizeof upper; n++)
        upper[n] = (char)(title[n] >= 'a' && title[n] <= 'z' ? title[n] - 32 : title[n]);
    upper[n] = 0;
    fprintf(to, ".Dd $Mdocdate$\n.Dt %s 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", upper, name);
    put_roff_line(to, about);
}

static void put_tail(FILE *to) {
    fputs(".Sh EXIT STATUS\n", to);
    put_roff_line(to, exit_status);
}

static void program_page(FILE *to) {
    size_t n;
    const dg_command *c = dg_commands(&n);
    put_head(to, "dragoman", "dragoman", "the world's press to the diplomatic record");
    fputs(".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar options\n.Ar arguments\n.Sh DESCRIPTION\n", to);
    put_roff_line(to,
                  "Reads news in English, German, Danish and Norwegian, and writes who did or said "
                  "what to whom, when, where, according to whom, with the sentence that proves "
                  "it. The same event told in several languages becomes one entry. Everything "
                  "is done on this machine; the same input gives the same bytes.");
    fputs(".Pp\nCommands, each with a page of its own:\n.Bl -tag -width Ds\n", to);
    for (size_t i = 0; i < n; i++) {
        if (!dg_command_first(i)) continue;
        fprintf(to, ".It Ic %s , Xr dragoman-%s 1\n", c[i].name, c[i].name);
        put_roff_line(to, c[i].help);
    }
    fputs(".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
          ".It Ev DRAGOMAN_HOME\nfolder with models/ and lexicon/\n"
          ".It Ev DRAGOMAN_MODEL\npath of the model\n"
          ".It Ev DRAGOMAN_LEXICON\nfolder of the tables, or several, as\n.Fl \\-lexicon\n"
          ".El\n.Sh FILES\n.Bl -tag -width Ds\n"
          ".It Pa PREFIX/share/dragoman/models/dragoman.model\n"
          ".It Pa PREFIX/share/dragoman/lexicon/\n.El\n",
          to);
    put_tail(to);
    fputs(".Sh SEE ALSO\n.Xr libdragoman 3 ,\n.Xr dragoman-record 5\n", to);
}

static void put_roff_usage(FILE *to, const dg_command *c) {
    fprintf(to, ".Nm dragoman %s\n", c->name);
    if (c->usage[0]) put_roff_line(to, c->usage);
}

void dg_manual_page(FILE *to, const dg_command *c) {
    char title[64];
    if (!c) {
        program_page(to);
        return;
    }
    const dg_manual *m = dg_manual_of(c->name);
    snprintf(title, sizeof title, "dragoman-%s", c->name);
    put_head(to, title, title, c->help);
    fputs(".Sh SYNOPSIS\n", to);
    put_usages(to, c, put_roff_usage);
    fputs(".Sh DESCRIPTION\n", to);
    put_roff_paragraphs(to, m ? m->about : c->help);
    put_roff_options(to, c->name);
    put_tail(to);
    if (m && m->examples[0]) {
        fputs(".Sh EXAMPLES\nOf an archive made by\n.Dl dragoman add --archive press.db samples\n"
              ".Bd -literal -offset indent\n",
              to);
        put_roff(to, m->examples, strlen(m->examples));
        fputs(".Ed\n", to);
    }
    fputs(".Sh SEE ALSO\n.Xr dragoman 1", to);
    for (const char *at = m ? m->also : ""; *at;) {
        size_t n = strcspn(at, " ");
        bool record = n == 6 && memcmp(at, "record", 6) == 0;
        fprintf(to, " ,\n.Xr dragoman-%.*s %d", (int)n, at, record ? 5 : 1);
        at += n + (at[n] == ' ');
    }
    fputc('\n', to);
}

/* ---- completion ---- */

static bool is_choice(const char *value) {
    return value && strchr(value, '|');
}

/* "a|b" as "a b". */
static void put_choices(FILE *to, const char *value) {
    for (; *value; value++) fputc(*value == '|' ? ' ' : *value, to);
}

static void put_command_names(FILE *to) {
    size_t n;
    const dg_command *c = dg_commands(&n);
    for (size_t i = 0; i < n; i++)
        if (dg_command_first(i)) fprintf(to, "%s%s", i ? " " : "", c[i].name);
}

static void bash(FILE *to) {
    size_t n_commands, n_options;
    const dg_command *c = dg_commands(&n_commands);
    const dg_option_help *o = dg_options_all(&n_options);
    fputs(
        "# bash completion of dragoman, made by: dragoman completion bash\n"
        "_dragoman() {\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}"
        " command=${COMP_WORDS[1]}\n    COMPREPLY=()\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
        "        COMPREPLY=($(compgen -W '",
        to);
    put_command_names(to);
    fputs("' -- \"$word\"))\n        return\n    fi\n    case $command/$before in\n", to);
    for (size_t i = 0; i < n_options; i++)
        for (size_t k = 0; k < n_commands; k++)
            if (dg_command_first(k) && is_choice(o[i].value) && dg_option_taken(&o[i], c[k].name)) {
                fprintf(to, "    %s/--%s) COMPREPLY=($(compgen -W '", c[k].name, o[i].name);
                put_choices(to, o[i].value);
                fputs("' -- \"$word\")); return ;;\n", to);
            }
    fputs("    help/*) COMPREPLY=($(compgen -W '", to);
    put_command_names(to);
    fputs("' -- \"$word\")); return ;;\n"
          "    completion/*) COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$word\")); return ;;\n   "
          " esac\n"
          "    case $word in\n    -*)\n        case $command in\n",
          to);
    for (size_t k = 0; k < n_commands; k++) {
        if (!dg_command_first(k)) continue;
        fprintf(to, "        %s) COMPREPLY=($(compgen -W '", c[k].name);
        for (size_t i = 0; i < n_options; i++)
            if (dg_option_taken(&o[i], c[k].name)) fprintf(to, "--%s ", o[i].name);
        fputs("' -- \"$word\")) ;;\n", to);
    }
    fputs("        esac ;;\n    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\n"
          "complete -o filenames -F _dragoman dragoman\n",
          to);
}

/* In single quotation marks of a shell, and without the brackets that zsh reads. */
static void put_quoted(FILE *to, const char *text) {
    for (; *text; text++) {
        if (*text == '\'')
            fputs("’", to);
        else if (*text == '[' || *text == ']')
            fputc(*text == '[' ? '(' : ')', to);
        else if (*text == ':')
            fputs("\\:", to);
        else if (*text == '\n')
            fputc(' ', to);
        else
            fputc(*text, to);
    }
}

static void zsh(FILE *to) {
    size_t n_commands, n_options;
    const dg_command *c = dg_commands(&n_commands);
    const dg_option_help *o = dg_options_all(&n_options);
    fputs("#compdef dragoman\n# zsh completion of dragoman, made by: dragoman completion zsh\n"
          "_dragoman() {\n    local -a commands\n    commands=(\n",
          to);
    for (size_t k = 0; k < n_commands; k++) {
        if (!dg_command_first(k)) continue;
        fprintf(to, "        '%s:", c[k].name);
        put_quoted(to, c[k].help);
        fputs("'\n", to);
    }
    fputs("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        "
          "return\n"
          "    fi\n    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case "
          "$command in\n",
          to);
    for (size_t k = 0; k < n_commands; k++) {
        if (!dg_command_first(k)) continue;
        fprintf(to, "    %s) _arguments", c[k].name);
        for (size_t i = 0; i < n_options; i++) {
            if (!dg_option_taken(&o[i], c[k].name)) continue;
            fprintf(to, " \\\n        '--%s[", o[i].name);
            put_quoted(to, o[i].about);
            fputs("]", to);
            if (is_choice(o[i].value)) {
                fprintf(to, ":%s:(", o[i].name);
                put_choices(to, o[i].value);
                fputc(')', to);
            } else if (o[i].value) {
                fprintf(to, ":%s:%s", o[i].value,
                        strcmp(o[i].value, "DIR") == 0    ? "_files -/"
                        : strcmp(o[i].value, "FILE") == 0 ? "_files"
                                                          : "");
            }
            fputc('\'', to);
        }
        if (strcmp(c[k].name, "help") == 0)
            fputs(" '*:command:_describe command commands'", to);
        else if (strcmp(c[k].name, "completion") == 0)
            fputs(" '*:shell:(bash zsh fish)'", to);
        else
            fputs(" '*:file:_files'", to);
        fputs(" ;;\n", to);
    }
    fputs("    esac\n}\n_dragoman \"$@\"\n", to);
}

static void fish(FILE *to) {
    size_t n_commands, n_options;
    const dg_command *c = dg_commands(&n_commands);
    const dg_option_help *o = dg_options_all(&n_options);
    fputs("# fish completion of dragoman, made by: dragoman completion fish\n", to);
    for (size_t k = 0; k < n_commands; k++) {
        if (!dg_command_first(k)) continue;
        fprintf(to, "complete -c dragoman -n __fish_use_subcommand -f -a %s -d '", c[k].name);
        put_quoted(to, c[k].help);
        fputs("'\n", to);
    }
    for (size_t i = 0; i < n_options; i++) {
        fprintf(to, "complete -c dragoman -n '__fish_seen_subcommand_from %s' -l %s", o[i].commands,
                o[i].name);
        if (is_choice(o[i].value)) {
            fputs(" -x -a '", to);
            put_choices(to, o[i].value);
            fputc('\'', to);
        } else if (o[i].value) {
            fputs(" -r", to);
        }
        fputs(" -d '", to);
        put_quoted(to, o[i].about);
        fputs("'\n", to);
    }
    fputs("complete -c dragoman -n '__fish_seen_subcommand_from help' -f -a '", to);
    put_command_names(to);
    fputs("'\ncomplete -c dragoman -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh "
          "fish'\n",
          to);
}

bool dg_completion(FILE *to, const char *shell) {
    const struct {
        const char *name;
        void (*write)(FILE *to);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < DG_LEN(shells); i++)
        if (strcmp(shell, shells[i].name) == 0) return shells[i].write(to), true;
    return false;
}
