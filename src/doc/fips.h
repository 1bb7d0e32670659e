/* fips.h: countries as FIPS 10-4 has them, which GDELT's geographic columns use.
 *
 *   "DEU" ─► "GM", "RUS" ─► "RS"
 *
 * source: the list of FIPS PUB 10-4 with its changes up to 2008, South Sudan (OD), Kosovo (KV),
 * Curaçao (UC) and Sint Maarten (NN) as the successor lists have them. Palestine is WE (the West
 * Bank): FIPS has Gaza (GZ) apart. Territories that FIPS counts to another, and states that are
 * gone but Serbia and Montenegro, have none. */
#ifndef DG_FIPS_H
#define DG_FIPS_H

#include "base/base.h"

/* The code of two letters for one of ISO 3166-1 alpha-3; p NULL where there is none. Static. */
dg_str dg_fips_of(dg_str country);

#endif
