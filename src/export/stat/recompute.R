# Computes the figures of one publication again from the files beside this program and compares them with
# results.csv. Base R is enough:
#
#     Rscript recompute.R               says how far the figures are apart
#     Rscript recompute.R figures.csv   also writes what it computed
#
# Shares have Wilson's (1927) interval with the larger of the variance between respondents and between batches;
# means that larger variance with Student's t; combined nodes the linearized variance between batches (Binder 1983),
# every unit or stratum being a stratum. Limits, standard errors and effective numbers are published rounded, so
# they are rounded in the same way before they are compared.

publication <- @publication@
method <- @method@
k <- @k@
level <- @level@
weighted <- @weighted@
whole <- @whole@

if (weighted) {
  cat(@stat-r-weighted@, "\n")
  quit(status = 0)
}

## Files ------------------------------------------------------------------------------------------

here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- if (length(here)) dirname(here[1]) else "."
read <- function(name, numbers) {
  file <- file.path(here, paste0(name, ".csv"))
  table <- read.csv(file, colClasses = "character", na.strings = character(), fileEncoding = "UTF-8-BOM",
                    check.names = FALSE)
  for (column in numbers) table[[column]] <- as.numeric(ifelse(table[[column]] == "", NA, table[[column]]))
  table
}
figures <- c("value", "se", "ci_low", "ci_high", "n", "n_eff", "df")
results <- read("results", figures)
units <- read("units", character())
counts <- read("batches", c("batch", "stratum", "asked", "answered", "count"))
nodes <- read("nodes", c("per_answer", "needs_all", "from_low", "from_high", "to_low", "to_high", "clamp", "round",
                         "least", "most"))
scores <- read("scores", "score")
components <- read("components", "weight")

## Batches of every unit --------------------------------------------------------------------------

key <- paste(counts$unit, counts$batch, sep = "\r")
first <- which(!duplicated(key))
set_of <- match(key, key[first])
stratum <- counts$stratum[first]
is_sum <- counts$batch[first] == 0
parent <- match(units$parent, units$unit)
at <- match(counts$unit[first], units$unit)
set <- seq_along(at)
pairs <- matrix(numeric(), 0, 2)
while (length(set)) {
  pairs <- rbind(pairs, cbind(at, set))
  at <- parent[at]
  set <- set[!is.na(at)]
  at <- at[!is.na(at)]
}
sets_of <- split(pairs[, 2], factor(pairs[, 1], seq_len(nrow(units))))
# Where a unit's batches came as one sum, there is no variance between them.
by_batch <- vapply(sets_of, function(sets) !any(is_sum[sets]), logical(1))

## Rounding ---------------------------------------------------------------------------------------

# Half up on the shortest decimal text, as 2.675 is meant and not as it is stored.
round_half_up <- function(x, decimals) {
  if (!is.finite(x) || x == 0) return(x)
  for (digits in 0:16) {
    text <- sprintf("%.*e", digits, abs(x))
    if (as.numeric(text) == abs(x)) break
  }
  parts <- strsplit(text, "e")[[1]]
  shifted <- as.numeric(paste0(parts[1], "e", as.integer(parts[2]) + decimals))
  sign(x) * as.numeric(paste0(sprintf("%.0f", floor(shifted + 0.5)), "e", -decimals))
}
# Decimals that leave two significant digits; whole numbers keep all of theirs.
decimals_of <- function(x) {
  if (!is.finite(x) || x <= 0) return(0)
  decimals <- 1
  while (x < 1 && decimals < 12) {
    x <- x * 10
    decimals <- decimals + 1
  }
  if (x >= 10) 0 else decimals
}
significant <- function(x) round_half_up(x, decimals_of(x))
coarse <- function(ci) {
  if (ci[2] <= ci[1]) return(ci)
  decimals <- decimals_of((ci[2] - ci[1]) / 2)
  c(round_half_up(ci[1], decimals), round_half_up(ci[2], decimals))
}

## Uncertainty ------------------------------------------------------------------------------------

critical <- function(df) if (is.null(df)) qnorm(1 - (1 - level) / 2) else qt(1 - (1 - level) / 2, df)

# Variance between batches within strata; strata with a single batch are taken together.
clustered <- function(z, strata) {
  groups <- split(z, strata)
  single <- lengths(groups) == 1
  if (any(single)) {
    together <- unlist(groups[single])
    groups <- groups[!single]
    if (length(together) == 1 && length(groups)) groups[[1]] <- c(groups[[1]], together)
    else groups <- c(groups, list(together))
  }
  df <- sum(lengths(groups) - 1)
  if (df <= 0) return(NULL)
  list(variance = sum(vapply(groups, function(z) if (length(z) > 1) length(z) * var(z) else 0, 0)), df = df)
}
wilson <- function(p, n, critical) {
  square <- critical^2 / n
  top <- p + square / 2 + sqrt(p * (1 - p) * square + square^2 / 4)
  high <- min(top / (1 + square), 1)
  low <- if (p > 0) p^2 / top else 0
  c(min(low, p), max(high, p))
}
of_share <- function(leaf, between) {
  slope <- leaf$slope
  binomial <- leaf$raw * (1 - leaf$raw) / leaf$n
  if (!is.null(between) && slope != 0) between$variance <- between$variance / slope^2 else between <- NULL
  if (binomial > 0 && !is.null(between) && between$variance > binomial) {
    n_eff <- leaf$raw * (1 - leaf$raw) / between$variance
    found <- list(ci = wilson(leaf$raw, n_eff, critical(between$df)), variance = between$variance, df = between$df)
  } else {
    n_eff <- leaf$n
    found <- list(ci = wilson(leaf$raw, leaf$n, critical(NULL)), variance = binomial, df = leaf$n - 1)
  }
  list(ci = sort(leaf$scale(found$ci)), se = sqrt(found$variance) * abs(slope), n_eff = min(n_eff, leaf$n),
       df = found$df)
}
symmetric <- function(value, variance, df, n, n_eff) {
  # With one answer there are no degrees of freedom, and no interval.
  half <- if (df > 0) critical(df) * sqrt(variance) else NaN
  list(ci = value + c(-half, half), se = sqrt(variance), n_eff = min(n_eff, n), df = df)
}
of_mean <- function(cell, between) {
  leaf <- cell$leaf
  variance <- leaf$variance * leaf$slope^2
  df <- leaf$n - 1
  n_eff <- leaf$n
  if (!is.null(between) && between$variance > variance) {
    n_eff <- leaf$n * variance / between$variance
    variance <- between$variance
    df <- between$df
  }
  symmetric(cell$exact, variance, df, cell$n, n_eff)
}
of_combination <- function(cell, between) {
  if (is.null(between)) return(symmetric(cell$exact, cell$bound^2, cell$n - 1, cell$n, cell$n))
  n_eff <- if (between$variance > 0) cell$n * cell$bound^2 / between$variance else cell$n
  symmetric(cell$exact, between$variance, between$df, cell$n, n_eff)
}

## Values -----------------------------------------------------------------------------------------

# Sums of every batch: scores, squared scores, answers counted, people asked.
sums <- function(node) {
  own <- scores[scores$node == nodes$node[node], ]
  rows <- which(counts$item == nodes$item[node])
  score <- own$score[match(counts$option[rows], own$option)]
  used <- !is.na(score)
  total <- function(x, sets) {
    all <- numeric(length(first))
    added <- rowsum(x, sets)
    all[as.integer(rownames(added))] <- added
    all
  }
  one <- rows[!duplicated(set_of[rows])]
  list(
    y = total((score * counts$count[rows])[used], set_of[rows][used]),
    yy = total((score^2 * counts$count[rows])[used], set_of[rows][used]),
    r = if (nodes$per_answer[node] == 1) total(counts$answered[one], set_of[one])
        else total(counts$count[rows][used], set_of[rows][used]),
    asked = total(counts$asked[one], set_of[one])
  )
}
measured <- function(sums, stat, sets) {
  y <- sum(sums$y[sets])
  r <- sum(sums$r[sets])
  if (sum(sums$asked[sets]) < k || r <= 0) return(NULL)
  raw <- y / r
  spread <- if (stat == "share") raw * (1 - raw)
            else max(sum(sums$yy[sets]) / r - raw^2, 0) * r / max(r - 1, 1)
  list(value = raw, n = r, bound = sqrt(spread / r), z = (sums$y[sets] - raw * sums$r[sets]) / r,
       leaf = list(raw = raw, stat = stat, n = r, variance = spread / r, answers = sums$r[sets]))
}
combined <- function(node, unit) {
  own <- components[components$node == nodes$node[node], ]
  parts <- lapply(match(own$component, nodes$node), function(part) cells[[part]][[unit]])
  there <- !vapply(parts, is.null, logical(1))
  if (!any(there) || (nodes$needs_all[node] == 1 && !all(there))) return(NULL)
  parts <- parts[there]
  weight <- own$weight[there]
  value <- vapply(parts, function(part) part$value, 0)
  op <- nodes$op[node]
  if (op == "pool") {
    answers <- vapply(parts, function(part) if (is.null(part$leaf)) 0 else part$leaf$n, 0)
    if (sum(answers) <= 0) return(NULL)
    factor <- answers / sum(answers)
  } else {
    factor <- switch(op, mean = rep(1 / length(parts), length(parts)), weighted_mean = weight / sum(weight),
                     weighted_sum = weight, sum = rep(1, length(parts)))
  }
  total <- sum(factor * value)
  z <- numeric(length(sets_of[[unit]]))
  for (place in seq_along(parts)) {
    part <- parts[[place]]
    if (is.null(part$z)) next
    z <- z + factor[place] * part$z
    if (op == "pool") z <- z + (part$value - total) / sum(answers) * part$leaf$answers
  }
  n <- unlist(lapply(parts, function(part) part$n))
  bound <- sum(abs(factor) * vapply(parts, function(part) if (is.null(part$bound)) 0 else part$bound, 0))
  list(value = total, n = if (length(n)) min(n), bound = bound, z = if (length(n)) z)
}
rescaled <- function(cell, node, ends) {
  if (is.null(cell)) return(NULL)
  scale <- identity
  slope <- 1
  if (nodes$scale[node] != "") {
    if (ends[2] <= ends[1]) return(NULL)
    slope <- (nodes$to_high[node] - nodes$to_low[node]) / (ends[2] - ends[1])
    offset <- nodes$to_low[node] - slope * ends[1]
    clamp <- nodes$clamp[node] == 1
    inside <- function(x) if (clamp) pmin(pmax(x, ends[1]), ends[2]) else x
    line <- slope
    scale <- function(x) offset + line * inside(x)
    if (inside(cell$value) != cell$value) slope <- 0
  }
  cell$exact <- scale(cell$value)
  cell$value <- if (is.na(nodes$round[node])) cell$exact else round_half_up(cell$exact, nodes$round[node])
  if (!is.null(cell$bound)) cell$bound <- cell$bound * abs(slope)
  if (!is.null(cell$z)) cell$z <- cell$z * slope
  if (!is.null(cell$leaf)) {
    cell$leaf$slope <- slope
    cell$leaf$scale <- scale
  }
  cell
}
place <- match(paste(rep(units$unit, nrow(nodes)), rep(nodes$node, each = nrow(units)), sep = "\r"),
               paste(results$unit, results$node, sep = "\r"))
place <- matrix(place, nrow(units))
raw_cells <- function(node) {
  source <- nodes$source[node]
  columns <- if (source == "measured") sums(node)
  lapply(seq_len(nrow(units)), function(unit) {
    if (source == "measured") return(measured(columns, nodes$stat[node], sets_of[[unit]]))
    if (source == "combined") return(combined(node, unit))
    value <- if (source == "given") results$value[place[unit, node]] else NA
    if (is.na(value)) NULL else list(value = value)
  })
}
cells <- vector("list", nrow(nodes))
skipped <- logical(nrow(nodes))
waiting <- seq_len(nrow(nodes))
while (length(waiting)) {
  ready <- Filter(function(node) {
    parts <- match(components$component[components$node == nodes$node[node]], nodes$node)
    !any(parts %in% waiting)
  }, waiting)
  if (!length(ready)) stop("the components of the nodes form a circle")
  for (node in ready) {
    row <- raw_cells(node)
    scale <- nodes$scale[node]
    parts <- match(components$component[components$node == nodes$node[node]], nodes$node)
    # Given values are on their final scale already; ends taken from all units need all units.
    skipped[node] <- any(skipped[parts]) || (scale == "observed" && !whole && nodes$source[node] != "given")
    values <- vapply(row, function(cell) if (is.null(cell)) NA else cell$value, 0)
    for (unit in seq_along(row)) {
      ends <- c(nodes$from_low[node], nodes$from_high[node])
      if (scale == "observed" && !is.null(row[[unit]])) {
        ends <- range(values[units$unit_level == units$unit_level[unit]], na.rm = TRUE)
      }
      if (nodes$source[node] == "given") {
        if (!is.null(row[[unit]])) row[[unit]]$exact <- row[[unit]]$value
      } else {
        cell <- rescaled(row[[unit]], node, ends)
        row[unit] <- list(cell)
      }
    }
    cells[[node]] <- row
  }
  waiting <- setdiff(waiting, ready)
}

## Comparison -------------------------------------------------------------------------------------

figures_of <- function(node, unit) {
  found <- setNames(rep(NA_real_, length(figures)), figures)
  cell <- cells[[node]][[unit]]
  if (is.null(cell)) return(found)
  found["value"] <- cell$value
  if (is.null(cell$n)) return(found)
  found["n"] <- cell$n
  if (!by_batch[unit]) return(found)
  between <- clustered(cell$z, stratum[sets_of[[unit]]])
  certain <- if (is.null(cell$leaf)) of_combination(cell, between)
             else if (cell$leaf$stat == "share") of_share(cell$leaf, between)
             else of_mean(cell, between)
  if (!is.na(nodes$least[node])) certain$ci <- pmin(pmax(certain$ci, nodes$least[node]), nodes$most[node])
  found[c("ci_low", "ci_high")] <- if (any(is.nan(certain$ci))) NA else coarse(certain$ci)
  found["se"] <- significant(certain$se)
  found["n_eff"] <- significant(certain$n_eff)
  found["df"] <- certain$df
  found
}
compared <- 0
left_out <- 0
largest <- setNames(numeric(length(figures)), figures)
computed <- list()
for (node in seq_len(nrow(nodes))) {
  for (unit in seq_len(nrow(units))) {
    published <- unlist(results[place[unit, node], figures])
    if (skipped[node]) {
      left_out <- left_out + sum(!is.na(published))
      next
    }
    found <- figures_of(node, unit)
    computed[[length(computed) + 1]] <- data.frame(unit = units$unit[unit], node = nodes$node[node], t(found))
    checked <- if (by_batch[unit]) figures else c("value", "n")
    left_out <- left_out + sum(!is.na(published[setdiff(figures, checked)]))
    difference <- abs(found - published) / pmax(1, abs(published))
    difference[is.na(found) & is.na(published)] <- 0
    difference[is.na(difference)] <- Inf
    largest[checked] <- pmax(largest[checked], difference[checked])
    compared <- compared + sum(!is.na(published[checked]))
  }
}
wanted <- commandArgs(TRUE)
if (length(wanted)) {
  table <- do.call(rbind, computed)
  for (figure in figures) table[[figure]] <- ifelse(is.na(table[[figure]]), "", sprintf("%.17g", table[[figure]]))
  write.csv(table, wanted[1], row.names = FALSE, quote = 1:2)
}
cat(publication, method, "\n")
cat(@stat-r-compared@, compared, "\n")
if (left_out > 0) cat(@stat-r-skipped@, left_out, "\n")
cat(@stat-r-largest@, format(max(largest), digits = 3), "\n")
print(largest, digits = 3)
agrees <- max(largest) <= 1e-9
cat(if (agrees) @stat-r-agree@ else @stat-r-differ@, "\n")
quit(status = if (agrees) 0 else 1)
