/* decode.c: maximum spanning tree and best label path.
 *
 * Tree: nodes 0 (root) … n. Each node takes its best head; a cycle is contracted into one of its
 * nodes, edges into it are scored by what they gain over the edge that they replace, and so on
 * until there is no cycle; then the contractions are undone in reverse. One word under the root is
 * asked for by a penalty on root edges far over any score, which is kept apart from the scores
 * (pairs are compared, penalty first), so no precision is lost. */
#include "parse/decode.h"

/* Doubles keep 1e-9 beside it. What a contraction gains is at most 2 * MOST, and there are fewer of
 * them than words: 2 * 5e3 * DG_MAX_SENTENCE stays below. */
#define PENALTY 1e7
#define MOST 5e3f /* scores of a trained model are far below; a broken one's are cut to it */

typedef struct contraction {
    uint16_t rep, n;     /* the cycle's nodes, rep among them */
    uint16_t *member;    /* [n] */
    uint16_t *from, *to; /* [n] the edge each member had in the cycle, in words */
    uint16_t *owner;     /* [size] which member holds word i (for words in the cycle) */
} contraction;

typedef struct graph {
    uint32_t size;             /* n + 1 */
    double *w;                 /* [size][size] w[head][node] */
    uint16_t *from, *to;       /* [size][size] the real edge that w stands for */
    uint16_t *rep;             /* [size] node that word i is contracted into */
    uint16_t *in_from, *in_to; /* [size] chosen edge into node */
    bool *gone;                /* [size] contracted into another */
    contraction *stack;
    uint32_t depth;
} graph;

static double bounded(float score) {
    if (!(score > -MOST)) return -MOST; /* not a number, too */
    return score < MOST ? score : MOST;
}

static bool graph_new(graph *g, const float *scores, uint32_t n, dg_arena *a) {
    uint32_t size = g->size = n + 1;
    size_t cells = (size_t)size * size;
    g->w = dg_arena_alloc(a, cells * sizeof *g->w);
    g->from = dg_arena_alloc(a, cells * sizeof *g->from);
    g->to = dg_arena_alloc(a, cells * sizeof *g->to);
    g->rep = dg_arena_zalloc(a, size, sizeof *g->rep);
    g->in_from = dg_arena_zalloc(a, size, sizeof *g->in_from);
    g->in_to = dg_arena_zalloc(a, size, sizeof *g->in_to);
    g->gone = dg_arena_zalloc(a, size, sizeof *g->gone);
    g->stack = dg_arena_zalloc(a, size, sizeof *g->stack);
    g->depth = 0;
    if (!g->w || !g->from || !g->to || !g->rep || !g->in_from || !g->in_to || !g->gone || !g->stack)
        return false;
    for (uint32_t h = 0; h < size; h++) {
        g->rep[h] = (uint16_t)h;
        for (uint32_t i = 0; i < size; i++) {
            size_t at = (size_t)h * size + i;
            g->w[at] = i ? bounded(scores[(size_t)(i - 1) * size + h]) - (h ? 0.0 : PENALTY) : 0.0;
            g->from[at] = (uint16_t)h;
            g->to[at] = (uint16_t)i;
        }
    }
    return true;
}

/* The best head of every node that is left. */
static void choose(graph *g, uint32_t i, uint16_t *best) {
    uint32_t b = DG_NONE;
    for (uint32_t h = 0; h < g->size; h++)
        if (h != i && !g->gone[h] &&
            (b == DG_NONE || g->w[(size_t)h * g->size + i] > g->w[(size_t)b * g->size + i]))
            b = h;
    best[i] = (uint16_t)b;
    g->in_from[i] = g->from[(size_t)b * g->size + i];
    g->in_to[i] = g->to[(size_t)b * g->size + i];
}

/* A node on a cycle of best, or 0. */
static uint32_t find_cycle(const graph *g, const uint16_t *best, uint16_t *mark) {
    memset(mark, 0, g->size * sizeof *mark);
    for (uint32_t i = 1; i < g->size; i++) {
        if (g->gone[i] || mark[i]) continue;
        uint32_t at = i;
        while (at && !mark[at]) {
            mark[at] = (uint16_t)i;
            at = best[at];
        }
        if (at && mark[at] == i) return at;
    }
    return 0;
}

static bool remember(graph *g, uint32_t rep, const uint16_t *best, dg_arena *a) {
    contraction *c = &g->stack[g->depth];
    c->rep = (uint16_t)rep;
    uint32_t n = 0, at = rep;
    do n++;
    while ((at = best[at]) != rep);
    c->n = (uint16_t)n;
    c->member = dg_arena_alloc(a, n * sizeof *c->member);
    c->from = dg_arena_alloc(a, n * sizeof *c->from);
    c->to = dg_arena_alloc(a, n * sizeof *c->to);
    c->owner = dg_arena_alloc(a, g->size * sizeof *c->owner);
    if (!c->member || !c->from || !c->to || !c->owner) return false;
    for (uint32_t i = 0; i < n; i++, at = best[at]) {
        c->member[i] = (uint16_t)at;
        c->from[i] = g->in_from[at];
        c->to[i] = g->in_to[at];
    }
    for (uint32_t i = 0; i < g->size; i++) c->owner[i] = g->rep[i];
    g->depth++;
    return true;
}

/* Joins the cycle that was just remembered into its rep. */
static void contract(graph *g, const uint16_t *best, bool *inside) {
    const contraction *c = &g->stack[g->depth - 1];
    const uint32_t size = g->size, rep = c->rep;
    memset(inside, 0, size * sizeof *inside);
    for (uint32_t k = 0; k < c->n; k++) inside[c->member[k]] = true;
    for (uint32_t o = 0; o < size; o++) {
        if (g->gone[o] || inside[o]) continue;
        uint32_t in = DG_NONE, out = DG_NONE;
        double in_w = 0.0, out_w = 0.0;
        for (uint32_t k = 0; k < c->n; k++) {
            uint32_t m = c->member[k];
            double gain = g->w[(size_t)o * size + m] - g->w[(size_t)best[m] * size + m];
            if (in == DG_NONE || gain > in_w) in = m, in_w = gain;
            if (out == DG_NONE || g->w[(size_t)m * size + o] > out_w)
                out = m, out_w = g->w[(size_t)m * size + o];
        }
        uint16_t from = g->from[(size_t)o * size + in], to = g->to[(size_t)o * size + in];
        uint16_t from2 = g->from[(size_t)out * size + o], to2 = g->to[(size_t)out * size + o];
        /* The cycle's own edges are read through best above, so rep's cells are written only after
         * the choice; other outsiders do not look at them before their own turn, in which these
         * cells are of another row and column. */
        g->w[(size_t)rep * size + o] = out_w;
        g->from[(size_t)rep * size + o] = from2;
        g->to[(size_t)rep * size + o] = to2;
        g->w[(size_t)o * size + rep] = in_w;
        g->from[(size_t)o * size + rep] = from;
        g->to[(size_t)o * size + rep] = to;
    }
    for (uint32_t k = 0; k < c->n; k++) g->gone[c->member[k]] = c->member[k] != rep;
    for (uint32_t i = 0; i < size; i++)
        if (inside[g->rep[i]]) g->rep[i] = (uint16_t)rep;
}

static void expand(graph *g) {
    while (g->depth) {
        const contraction *c = &g->stack[--g->depth];
        uint16_t from = g->in_from[c->rep], to = g->in_to[c->rep];
        for (uint32_t k = 0; k < c->n; k++) {
            bool entered = c->owner[to] == c->member[k];
            g->in_from[c->member[k]] = entered ? from : c->from[k];
            g->in_to[c->member[k]] = entered ? to : c->to[k];
        }
    }
}

int dg_decode_tree(const float *scores, uint32_t n, dg_arena *arena, uint32_t *head, dg_err *err) {
    graph g;
    uint16_t *best = dg_arena_zalloc(arena, n + 1u, sizeof *best),
             *mark = dg_arena_zalloc(arena, n + 1u, sizeof *mark);
    bool *inside = dg_arena_zalloc(arena, n + 1u, sizeof *inside);
    if (!best || !mark || !inside || !graph_new(&g, scores, n, arena))
        return dg_err_set(err, DG_E_NOMEM, 0, "tree");
    for (uint32_t i = 1; i <= n; i++) choose(&g, i, best);
    for (uint32_t at; (at = find_cycle(&g, best, mark));) {
        if (!remember(&g, at, best, arena)) return dg_err_set(err, DG_E_NOMEM, 0, "tree");
        contract(&g, best, inside);
        choose(&g, at, best);
        for (uint32_t i = 1; i <= n; i++)
            if (!g.gone[i] && inside[best[i]]) best[i] = (uint16_t)at;
    }
    expand(&g);
    for (uint32_t i = 1; i <= n; i++) head[i - 1] = g.in_from[i] ? g.in_from[i] - 1u : DG_NONE;
    return 0;
}

/* ---- names ---- */

bool dg_ner_may_follow(uint32_t before, uint32_t label) {
    bool inside = label != DG_NER_O && !dg_ner_begins((uint8_t)label);
    return !inside || before == label ||
           before + 1 == label; /* I-X comes after its B-X in the list */
}

int dg_decode_names(const float *scores, size_t ld, const float *steps, uint32_t n, dg_arena *arena,
                    uint8_t *labels, dg_err *err) {
    uint8_t *back = dg_arena_alloc(arena, (size_t)n * DG_NER_N);
    if (!back) return dg_err_set(err, DG_E_NOMEM, 0, "names");
    float best[DG_NER_N], next[DG_NER_N];
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t l = 0; l < DG_NER_N; l++) {
            float top = -1e30f;
            back[i * DG_NER_N + l] = DG_NER_O;
            for (uint32_t p = 0; p < (i ? DG_NER_N : 1u); p++) {
                float v = i ? best[p] + steps[p * DG_NER_N + l] : steps[DG_NER_N * DG_NER_N + l];
                if (dg_ner_may_follow(p, l) && v > top)
                    top = v, back[i * DG_NER_N + l] = (uint8_t)p;
            }
            next[l] = top + scores[i * ld + l];
        }
        memcpy(best, next, sizeof best);
    }
    uint32_t at = 0;
    for (uint32_t l = 1; n && l < DG_NER_N; l++)
        if (best[l] > best[at]) at = l;
    for (uint32_t i = n; i-- > 0; at = back[i * DG_NER_N + at]) labels[i] = (uint8_t)at;
    return 0;
}
