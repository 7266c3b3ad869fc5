# Estimates for domains of a raked sample with base R alone: lm() does the projection. Writes expected/05_raked_domains.csv.
# The schools of input/apiclus1.csv fall into two communes by whether snum is even; districts (dnum) are the clusters,
# those of fewer than five schools joined with the next one of the commune; each commune is a stratum. Scores of 1 to 5
# stand for api00 and api99; the index is the mean of their means. Margins: all schools of the state by type, and made-up
# numbers by three bands of api99 (so that the margins explain much).
schools <- read.csv("input/apiclus1.csv", colClasses = c(cds = "character"))
schools$unit <- ifelse(schools$snum %% 2 == 0, "c2", "c1")
bands <- c(550, 625, 700, 775)
schools$a <- 1 + findInterval(schools$api00, bands)
schools$b <- 1 + findInterval(schools$api99, bands)
schools$d <- round(schools$pw * 1e6) / 1e6
known <- function(file, column) { t <- read.csv(file); setNames(t$N, t[[column]]) }
margins <- list(stype = known("input/api_pop_stype.csv", "stype"),
                band = c(low = 2600, mid = 2100, high = 1494))
schools$band <- c("low", "mid", "high")[1 + findInterval(schools$api99, c(600, 725))]

w <- schools$d
for (step in 1:500) for (m in names(margins)) {
  key <- schools[[m]]
  w <- w * (margins[[m]] / tapply(w, key, sum)[names(margins[[m]])])[key]
}

cluster <- character(nrow(schools))
for (u in unique(schools$unit)) {
  open <- c(); names_of <- sort(unique(as.character(schools$dnum[schools$unit == u])), method = "radix"); last <- NULL
  for (psu in names_of) {
    open <- c(open, which(schools$unit == u & schools$dnum == psu))
    if (length(open) >= 5) { last <- paste(u, psu); cluster[open] <- last; open <- c() }
  }
  cluster[open] <- last
}

variance <- function(u) {
  e <- resid(lm(u ~ stype + band, data = schools, weights = d))
  z <- tapply(w * e, cluster, sum)
  stratum <- substr(names(z), 1, 2)
  sum(tapply(z, stratum, function(z) length(z) * var(z)))
}

rows <- list()
for (unit in c("p1", "c1", "c2")) {
  member <- if (unit == "p1") rep(1, nrow(schools)) else as.numeric(schools$unit == unit)
  R <- sum(w * member)
  mean_of <- function(x) sum(w * member * x) / R
  u <- member * ((schools$a - mean_of(schools$a)) + (schools$b - mean_of(schools$b))) / 2 / R
  value <- (mean_of(schools$a) + mean_of(schools$b)) / 2
  clusters <- unique(cluster[member == 1]); strata <- unique(substr(clusters, 1, 2))
  z <- tapply(w * u, cluster, sum); z <- z[clusters]
  plain <- sum(tapply(z, substr(names(z), 1, 2), function(z) length(z) * var(z)))
  rows[[unit]] <- data.frame(unit = unit, value = value, se = sqrt(variance(u)), se_without = sqrt(plain),
                             df = length(clusters) - length(strata))
}
g <- w / schools$d; g <- g / (sum(w) / sum(schools$d)); n <- nrow(schools)
out <- do.call(rbind, rows)
out$smallest <- min(g); out$greatest <- max(g); out$deff <- n * sum(w^2) / sum(w)^2
write.csv(format(out, digits = 15, trim = TRUE), "expected/05_raked_domains.csv", row.names = FALSE, quote = FALSE)
