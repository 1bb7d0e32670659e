/* plot.c: layout by hand: bars on a time axis; a spring layout (Fruchterman and Reingold 1991) that
 * begins on a circle and runs a fixed number of steps. */
#include "answers/plot.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "doc/plover.h"

enum { MOST_BINS = 60, WIDTH = 960, HEIGHT = 360, LEFT = 56, RIGHT = 24, TOP = 56, BOTTOM = 48 };
enum { MOST_NODES = 30, SIDE = 720, STEPS = 300 };

static const char style[] =
    "<style>svg{font:13px "
    "system-ui,sans-serif;background:#fff}text{fill:#222}.soft{fill:#666}.axis{stroke:#999}"
    ".grid{stroke:#e4e4e4}.coop{fill:#2a6fb0}.conf{fill:#c0392b}.node{fill:#3d4a5c;stroke:#fff;"
    "stroke-width:1.5}"
    ".edge{fill:none;stroke-linecap:round;}.halo{paint-order:stroke;stroke:#fff;stroke-"
    "width:3px}"
    "@media(prefers-color-scheme:dark){svg{background:#16181c}text{fill:#e8e8e8}.soft{fill:#a0a4aa}"
    ".axis{stroke:#777}"
    ".grid{stroke:#2c3037}.coop{fill:#5aa2e6}.conf{fill:#e8695c}.node{fill:#aab6c8;stroke:#16181c}"
    ".halo{stroke:#16181c}}</style>";

static void begin(dg_buf *out, int width, int height, dg_str title) {
    dg_buf_printf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                  "height=\"%d\" "
                  "role=\"img\">",
                  width, height, width, height);
    dg_buf_addz(out, style);
    dg_buf_addz(out, "<title>");
    dg_buf_add_xml(out, title);
    dg_buf_printf(out, "</title><text x=\"%d\" y=\"26\" font-size=\"18\" font-weight=\"600\">",
                  LEFT / 2);
    dg_buf_add_xml(out, title);
    dg_buf_addz(out, "</text>\n");
}

/* Something that was done or said; not after it was told, which is a misread year. */
static bool counts(const dg_entry *e) {
    if (dg_days_known(e->when) && dg_days_known(e->told.source.published) &&
        e->when.from > e->told.source.published.to)
        return false;
    const dg_found_event *first = &e->told;
    static const char *const not_yet[] = {"future", "hypothetical", "denied"};
    for (size_t i = 0; i < DG_LEN(not_yet); i++)
        if (dg_str_is(first->status, not_yet[i])) return false;
    return !first->negated;
}

/* ---- timeline ---- */

/* Known so well that it may stand at a place in time: "in 2022" may not. */
static bool is_placed(const dg_entry *e) {
    return dg_days_known(e->when) && e->when.to - e->when.from <= 31;
}

typedef enum { BIN_DAY, BIN_WEEK, BIN_MONTH, BIN_QUARTER, BIN_YEAR, BIN_N } bin_kind;

static int32_t bin_of(bin_kind kind, int32_t day) {
    int year, month, of_month;
    dg_day_split(day, &year, &month, &of_month);
    switch (kind) {
    case BIN_DAY: return day;
    case BIN_WEEK: return (day + 3 + 7 * 200000) / 7; /* weeks begin on Monday */
    case BIN_MONTH: return year * 12 + month - 1;
    case BIN_QUARTER: return year * 4 + (month - 1) / 3;
    default: return year;
    }
}

static int32_t first_day(bin_kind kind, int32_t bin) {
    switch (kind) {
    case BIN_DAY: return bin;
    case BIN_WEEK: return bin * 7 - 3 - 7 * 200000;
    case BIN_MONTH: return dg_day_of(bin / 12, bin % 12 + 1, 1);
    case BIN_QUARTER: return dg_day_of(bin / 4, bin % 4 * 3 + 1, 1);
    default: return dg_day_of(bin, 1, 1);
    }
}

static void put_bin_label(dg_buf *out, bin_kind kind, int32_t bin) {
    char iso[11];
    dg_day_format(first_day(kind, bin), iso);
    if (kind == BIN_YEAR)
        dg_buf_printf(out, "%.4s", iso);
    else if (kind == BIN_DAY || kind == BIN_WEEK)
        dg_buf_addz(out, iso);
    else
        dg_buf_printf(out, "%.7s", iso);
}

static double round_up(double v) { /* few digits, and half of it too */
    static const double steps[] = {1, 2, 3, 4, 5, 6, 8};
    double unit = 1;
    while (unit * 10 < v) unit *= 10;
    for (size_t i = 0; i < DG_LEN(steps); i++)
        if (v <= steps[i] * unit) return steps[i] * unit;
    return 10 * unit;
}

static void put_bar(dg_buf *out, const char *class, double x, double y, double width, double height,
                    bin_kind kind, int32_t bin, double value) {
    if (height < 0.05) return;
    dg_buf_printf(out,
                  "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
                  class, x, y, width, height);
    put_bin_label(out, kind, bin);
    dg_buf_printf(out, ": %+.1f</title></rect>\n", value);
}

/* scores: with what the bars add up. */
static void put_legend(const dg_phrases *phrases, bool scores, dg_buf *out) {
    static const char *const ids[] = {"cooperation", "conflict"}, *const classes[] = {"coop",
                                                                                      "conf"};
    for (int i = 0; i < 2; i++) {
        dg_buf_printf(out,
                      "<rect class=\"%s\" x=\"%d\" y=\"36\" width=\"11\" height=\"11\"/><text "
                      "class=\"soft\" x=\"%d\" y=\"46\">",
                      classes[i], LEFT + 150 * i, LEFT + 17 + 150 * i);
        dg_buf_add_xml(out, dg_phrase_word(phrases, ids[i]));
        dg_buf_addz(out, "</text>\n");
    }
    if (!scores) return;
    dg_buf_printf(out, "<text class=\"soft\" x=\"%d\" y=\"46\">", LEFT + 17 + 300);
    dg_buf_add_xml(out, dg_phrase_word(phrases, "scores"));
    dg_buf_addz(out, "</text>\n");
}

static int by_day(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The days that the picture shows: all of them, or, where a few lie far off (the war that an
 * article looks back on), those that all but a fiftieth at either end lie between. *ret_earlier:
 * how many are left out. */
static bool range_of(const dg_gathered *g, int32_t *first, int32_t *last, uint32_t *ret_earlier) {
    uint32_t n = 0;
    int32_t *days = dg_arena_alloc(g->arena, (g->n_entries + 1) * sizeof days[0]);
    *ret_earlier = 0;
    for (uint32_t i = 0; i < g->n_entries && days; i++)
        if (counts(&g->entries[i]) && is_placed(&g->entries[i]))
            days[n++] = g->entries[i].when.from;
    if (!n) return false;
    qsort(days, n, sizeof days[0], by_day);
    *first = days[0], *last = days[n - 1];
    int32_t low = days[n / 50], high = days[n - 1 - n / 50];
    if (*last - *first <= 4 * (high - low) + 60) return true;
    *first = low, *last = high;
    while (*ret_earlier < n && days[*ret_earlier] < low) ++*ret_earlier;
    return true;
}

/* What is not in the picture, in its corner: what lies far before it, and what is known to the year
 * only or not at all. */
static void put_left_out(const dg_phrases *phrases, const dg_gathered *g, uint32_t n_earlier,
                         dg_buf *out) {
    uint32_t unplaced = 0;
    for (uint32_t i = 0; i < g->n_entries; i++)
        unplaced += counts(&g->entries[i]) && !is_placed(&g->entries[i]);
    if (!n_earlier && !unplaced) return;
    dg_buf_printf(out, "<text class=\"soft\" x=\"%d\" y=\"46\" text-anchor=\"end\">",
                  WIDTH - RIGHT);
    if (n_earlier) dg_phrase_count(phrases, "earlier", n_earlier, out);
    if (n_earlier && unplaced) dg_buf_addz(out, ", ");
    if (unplaced) dg_phrase_count(phrases, "unplaced", unplaced, out);
    dg_buf_addz(out, "</text>\n");
}

/* The sums of the scores in each span of time, cooperation and conflict apart. */
typedef struct bins {
    bin_kind kind;
    int32_t from, n;
    double up[MOST_BINS], down[MOST_BINS], most;
} bins;

static void fill_bins(const dg_gathered *g, int32_t first, int32_t last, bins *ret) {
    *ret = (bins){.kind = BIN_DAY, .most = 1};
    while (ret->kind < BIN_YEAR && bin_of(ret->kind, last) - bin_of(ret->kind, first) >= MOST_BINS)
        ret->kind++;
    int32_t from = bin_of(ret->kind, first), span = bin_of(ret->kind, last) - from + 1;
    ret->n = span < MOST_BINS ? span : MOST_BINS; /* centuries: the last of them */
    ret->from = from + span - ret->n;
    for (uint32_t i = 0; i < g->n_entries; i++) {
        const dg_entry *e = &g->entries[i];
        if (!counts(e) || !is_placed(e)) continue;
        int32_t bin = bin_of(ret->kind, e->when.from) - ret->from;
        if (bin < 0 || bin >= ret->n) continue;
        double score = e->tellings[0]->score;
        *(score >= 0 ? &ret->up[bin] : &ret->down[bin]) += score;
    }
    for (int32_t i = 0; i < ret->n; i++) {
        if (ret->up[i] > ret->most) ret->most = ret->up[i];
        if (-ret->down[i] > ret->most) ret->most = -ret->down[i];
    }
    ret->most = round_up(ret->most);
}

static const double height_of_zero = (TOP + HEIGHT - BOTTOM) / 2.0;

static double unit_of(const bins *b) {
    return (HEIGHT - BOTTOM - TOP) / 2.0 / b->most;
}

static void put_grid(const bins *b, dg_buf *out) {
    for (int k = -2; k <= 2; k++) {
        double y = height_of_zero - k * b->most / 2 * unit_of(b);
        dg_buf_printf(out,
                      "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text "
                      "class=\"soft\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n",
                      k ? "grid" : "axis", LEFT, WIDTH - RIGHT, y, y, LEFT - 8, y + 4,
                      k * b->most / 2);
    }
}

static void put_bars(const bins *b, dg_buf *out) {
    double unit = unit_of(b), step = (double)(WIDTH - LEFT - RIGHT) / b->n, width = step * 0.8;
    int32_t every = (b->n + 7) / 8;
    if (width > 48) width = 48;
    for (int32_t i = 0; i < b->n; i++) {
        double x = LEFT + step * i + (step - width) / 2;
        put_bar(out, "coop", x, height_of_zero - b->up[i] * unit, width, b->up[i] * unit, b->kind,
                b->from + i, b->up[i]);
        put_bar(out, "conf", x, height_of_zero, width, -b->down[i] * unit, b->kind, b->from + i,
                b->down[i]);
        if (i % every) continue;
        bool at_edge = x > WIDTH - RIGHT - 40;
        dg_buf_printf(out, "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">",
                      at_edge ? x + width : x + width / 2, HEIGHT - BOTTOM + 22,
                      at_edge ? "end" : "middle");
        put_bin_label(out, b->kind, b->from + i);
        dg_buf_addz(out, "</text>\n");
    }
}

void dg_plot_timeline(const dg_phrases *phrases, const dg_gathered *g, dg_str title, dg_buf *out) {
    int32_t first = 1, last = 0;
    uint32_t n_earlier = 0;
    bins b;
    begin(out, WIDTH, HEIGHT, title);
    if (!range_of(g, &first, &last, &n_earlier) || first > last) {
        dg_buf_printf(out, "<text class=\"soft\" x=\"%d\" y=\"80\">", LEFT / 2);
        dg_buf_add_xml(out, dg_phrase_word(phrases, "nothing"));
        dg_buf_addz(out, "</text></svg>\n");
        return;
    }
    fill_bins(g, first, last, &b);
    put_legend(phrases, true, out);
    put_grid(&b, out);
    put_left_out(phrases, g, n_earlier, out);
    put_bars(&b, out);
    dg_buf_addz(out, "</svg>\n");
}

/* ---- network ---- */

typedef struct node {
    dg_str id, name;
    uint32_t n;
    double x, y, dx, dy;
} node;

typedef struct edge {
    uint32_t a, b, n;
    double score;
} edge;

typedef struct net {
    dg_arena *arena;
    dg_map ids, pairs;
    node *nodes;
    edge *edges;
    uint32_t n_nodes, cap_nodes, n_edges, cap_edges;
} net;

static uint32_t node_of(net *w, const dg_party *p) {
    uint32_t *at;
    bool is_new;
    dg_str id = dg_party_id(p);
    if (!id.n || !dg_map_put_ref(&w->ids, id, &at, &is_new)) return DG_NONE;
    if (is_new) {
        *at = w->n_nodes;
        if (!DG_PUSH(w->arena, w->nodes, w->n_nodes, w->cap_nodes,
                     ((node){.id = id, .name = p->name})))
            return DG_NONE;
    }
    return *at;
}

static bool add_pair(net *w, uint32_t a, uint32_t b, double score) {
    uint32_t key[2] = {a < b ? a : b, a < b ? b : a}, *at;
    bool is_new;
    if (a == b) return true;
    if (!dg_map_put(&w->pairs, (dg_str){(const char *)key, sizeof key}, &at, &is_new)) return false;
    if (is_new) {
        *at = w->n_edges;
        if (!DG_PUSH(w->arena, w->edges, w->n_edges, w->cap_edges, ((edge){key[0], key[1], 0, 0})))
            return false;
    }
    w->edges[*at].n++;
    w->edges[*at].score += score;
    return true;
}

static bool add_entry(net *w, const dg_found_event *e) {
    for (uint32_t i = 0; i < e->n_actors; i++) {
        uint32_t a = node_of(w, &e->actors[i]);
        if (a == DG_NONE) continue;
        for (uint32_t k = 0; k < e->n_recipients; k++) {
            uint32_t b = node_of(w, &e->recipients[k]);
            if (b != DG_NONE && !add_pair(w, a, b, e->score)) return false;
        }
        for (uint32_t k = i + 1; k < e->n_actors && !e->n_recipients; k++) {
            uint32_t b = node_of(w, &e->actors[k]);
            if (b != DG_NONE && !add_pair(w, a, b, e->score)) return false;
        }
    }
    return true;
}

static int by_activity(const void *a, const void *b) {
    const node *x = *(node *const *)a, *y = *(node *const *)b;
    return x->n != y->n ? (x->n > y->n ? -1 : 1) : dg_str_cmp(x->id, y->id);
}

/* Keeps the most active nodes and the edges among them. */
static bool choose(net *w) {
    for (uint32_t i = 0; i < w->n_edges; i++) {
        w->nodes[w->edges[i].a].n += w->edges[i].n;
        w->nodes[w->edges[i].b].n += w->edges[i].n;
    }
    node **order = dg_arena_alloc(w->arena, w->n_nodes * sizeof order[0]);
    node *kept = dg_arena_alloc(w->arena, MOST_NODES * sizeof kept[0]);
    uint32_t *place = dg_arena_alloc(w->arena, w->n_nodes * sizeof place[0]);
    if (!order || !kept || !place) return false;
    for (uint32_t i = 0; i < w->n_nodes; i++) order[i] = &w->nodes[i], place[i] = DG_NONE;
    if (w->n_nodes) qsort(order, w->n_nodes, sizeof order[0], by_activity);
    uint32_t n = 0, m = 0;
    for (; n < w->n_nodes && n < MOST_NODES && order[n]->n; n++) {
        place[order[n] - w->nodes] = n;
        kept[n] = *order[n];
    }
    for (uint32_t i = 0; i < w->n_edges; i++) {
        edge e = w->edges[i];
        e.a = place[e.a], e.b = place[e.b];
        if (e.a != DG_NONE && e.b != DG_NONE) w->edges[m++] = e;
    }
    w->nodes = kept, w->n_nodes = n, w->n_edges = m;
    return true;
}

static void push(node *a, node *b, double force) {
    double dx = a->x - b->x, dy = a->y - b->y, d = sqrt(dx * dx + dy * dy) + 0.01;
    a->dx += dx / d * force, a->dy += dy / d * force;
    b->dx -= dx / d * force, b->dy -= dy / d * force;
}

static double distance(const node *a, const node *b) {
    double dx = a->x - b->x, dy = a->y - b->y;
    return sqrt(dx * dx + dy * dy) + 0.01;
}

/* Whoever is far away already is left alone, so that one with a single friend stays near it. */
static void push_apart(node *a, node *b, double ideal) {
    double d = distance(a, b);
    if (d < 2.5 * ideal) push(a, b, ideal * ideal / d);
}

static double within(double v, double low, double high) {
    return v < low ? low : v > high ? high : v;
}

/* Stretches the layout to the picture. */
static void fit(net *w) {
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    for (uint32_t i = 0; i < w->n_nodes; i++) {
        const double at[2] = {w->nodes[i].x, w->nodes[i].y};
        for (int k = 0; k < 2; k++) {
            if (at[k] < low[k]) low[k] = at[k];
            if (at[k] > high[k]) high[k] = at[k];
        }
    }
    for (uint32_t i = 0; i < w->n_nodes; i++) {
        node *v = &w->nodes[i];
        v->x = 100 + (v->x - low[0]) / (high[0] - low[0] + 0.01) * (SIDE - 200);
        v->y = 90 + (v->y - low[1]) / (high[1] - low[1] + 0.01) * (SIDE - 130);
    }
}

static void lay_out(net *w) {
    double ideal = 0.5 * SIDE / sqrt((double)(w->n_nodes ? w->n_nodes : 1));
    node middle = {.x = SIDE / 2.0, .y = SIDE / 2.0};
    for (uint32_t i = 0; i < w->n_nodes; i++) {
        double turn = 6.283185307179586 * i / w->n_nodes;
        w->nodes[i].x = SIDE / 2.0 + SIDE / 3.0 * cos(turn);
        w->nodes[i].y = SIDE / 2.0 + SIDE / 3.0 * sin(turn);
    }
    for (int step = 0; step < STEPS; step++) {
        double heat = SIDE / 10.0 * (1 - (double)step / STEPS);
        for (uint32_t i = 0; i < w->n_nodes; i++) w->nodes[i].dx = w->nodes[i].dy = 0;
        for (uint32_t i = 0; i < w->n_nodes; i++)
            for (uint32_t k = i + 1; k < w->n_nodes; k++)
                push_apart(&w->nodes[i], &w->nodes[k], ideal);
        for (uint32_t i = 0; i < w->n_edges; i++) {
            node *a = &w->nodes[w->edges[i].a], *b = &w->nodes[w->edges[i].b];
            double d = distance(a, b);
            push(a, b, -d * d / ideal);
        }
        for (uint32_t i = 0; i < w->n_nodes; i++) {
            node *v = &w->nodes[i];
            push(v, &middle, -0.6 * distance(v, &middle)); /* unconnected parts stay near */
            double d = sqrt(v->dx * v->dx + v->dy * v->dy) + 0.01, go = d < heat ? d : heat;
            v->x += v->dx / d * go;
            v->y += v->dy / d * go;
        }
    }
    fit(w);
}

/* From conflict (red) over grey to cooperation (blue). */
static void put_colour(dg_buf *out, double score) {
    double t = within(score / 7, -1, 1);
    int red = t < 0 ? 150 + (int)(42 * -t) : 150 - (int)(108 * t);
    int green = t < 0 ? 150 - (int)(93 * -t) : 150 - (int)(39 * t);
    int blue = t < 0 ? 150 - (int)(107 * -t) : 150 + (int)(26 * t);
    dg_buf_printf(out, "#%02x%02x%02x", red & 255, green & 255, blue & 255);
}

static void put_node_name(const dg_phrases *phrases, const node *v, dg_buf *out) {
    dg_buf name;
    dg_buf_init(&name, 1 << 16);
    dg_str label = dg_names_label(phrases->names, v->id, phrases->langs);
    dg_buf_adds(&name, label.p ? label : v->name);
    dg_buf_add_xml(out, dg_buf_str(&name));
    out->bad |= name.bad;
    dg_buf_free(&name);
}

static void draw_edge(const dg_phrases *phrases, const net *w, const edge *e, double most,
                      dg_buf *out) {
    const node *a = &w->nodes[e->a], *b = &w->nodes[e->b];
    double weight = sqrt((double)e->n / most);
    dg_buf_printf(out,
                  "<line class=\"edge\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" "
                  "stroke-width=\"%.1f\" stroke-opacity=\"%.2f\" stroke=\"",
                  a->x, a->y, b->x, b->y, 1 + 6 * weight, 0.3 + 0.6 * weight);
    put_colour(out, e->score / e->n);
    dg_buf_addz(out, "\"><title>");
    put_node_name(phrases, a, out);
    dg_buf_addz(out, " – ");
    put_node_name(phrases, b, out);
    dg_buf_printf(out, ": %u, %+.1f</title></line>\n", e->n, e->score / e->n);
}

/* Lines, dots on them, names over both; as large as they are active beside the most active. */
static void draw(const dg_phrases *phrases, const net *w, dg_str title, dg_buf *out) {
    double most_edge = 1, most_node = 1;
    for (uint32_t i = 0; i < w->n_edges; i++)
        if (w->edges[i].n > most_edge) most_edge = w->edges[i].n;
    for (uint32_t i = 0; i < w->n_nodes; i++)
        if (w->nodes[i].n > most_node) most_node = w->nodes[i].n;
    begin(out, SIDE, SIDE, title);
    put_legend(phrases, false, out);
    for (uint32_t i = 0; i < w->n_edges; i++) draw_edge(phrases, w, &w->edges[i], most_edge, out);
    for (int names = 0; names < 2; names++)
        for (uint32_t i = 0; i < w->n_nodes; i++) {
            const node *v = &w->nodes[i];
            double r = 4 + 11 * sqrt((double)v->n / most_node);
            if (!names) {
                dg_buf_printf(out, "<circle class=\"node\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n",
                              v->x, v->y, r);
                continue;
            }
            dg_buf_printf(out, "<text class=\"halo\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">",
                          v->x, v->y - r - 4);
            put_node_name(phrases, v, out);
            dg_buf_addz(out, "</text>\n");
        }
    dg_buf_addz(out, "</svg>\n");
}

int dg_plot_network(const dg_phrases *phrases, const dg_gathered *g, dg_str title, dg_buf *out,
                    dg_err *err) {
    net w = {.arena = g->arena};
    dg_map_init(&w.ids, w.arena);
    dg_map_init(&w.pairs, w.arena);
    bool ok = true;
    for (uint32_t i = 0; i < g->n_entries && ok; i++)
        if (counts(&g->entries[i])) ok = add_entry(&w, &g->entries[i].told);
    ok = ok && choose(&w);
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "network");
    lay_out(&w);
    draw(phrases, &w, title, out);
    return 0;
}
