/* sniff.h: which kind of file it is, by its first bytes and never by its name. */
#ifndef DG_SNIFF_H
#define DG_SNIFF_H

#include "doc/doc.h"

#define DG_SNIFF 8192u /* bytes that are looked at */

/* head: the first DG_SNIFF bytes of what is unpacked, fewer only of a shorter file. Never AUTO. */
dg_format dg_sniff(dg_str head);

#endif
