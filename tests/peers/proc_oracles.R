# Oracle values for Holm's correction, by R itself, and for AUROC and DeLong's tests, by pROC on its own example (aneurysmal
# subarachnoid haemorrhage: Turck et al. 2010, doi:10.1007/s00134-009-1641-y). pROC's paper and manual print the same: 0.7314 (0.6301-0.8326), Z = 2.209, p = 0.02718.
#
#   apt-get install r-cran-proc r-cran-jsonlite
#   Rscript tests/peers/proc_oracles.R tests/fixtures/oracles           # writes proc.json there
#   Rscript tests/peers/proc_oracles.R tests/fixtures/oracles --check   # compares
suppressPackageStartupMessages({ library(pROC); library(jsonlite) })
arguments <- commandArgs(trailingOnly = TRUE)
path <- file.path(arguments[1], "proc.json")
data(aSAH)
markers <- c("wfns", "s100b", "ndka")
is_poor <- aSAH$outcome == "Poor"
column <- function(name) as.numeric(aSAH[[name]])
curve <- function(name) roc(is_poor, column(name), levels = c(FALSE, TRUE), direction = "<", quiet = TRUE)

measured <- lapply(setNames(markers, markers), function(name) {
  bounds <- as.numeric(ci.auc(curve(name), method = "delong"))
  list(threats = column(name)[is_poor], benigns = column(name)[!is_poor],
       auroc = bounds[2], standardError = sqrt(var(curve(name), method = "delong")), bounds = bounds[c(1, 3)])
})
compared <- lapply(combn(markers, 2, simplify = FALSE), function(pair) {
  test <- roc.test(curve(pair[1]), curve(pair[2]), method = "delong", paired = TRUE)
  list(first = pair[1], second = pair[2], z = unname(test$statistic), pValue = test$p.value, bounds = as.numeric(test$conf.int))
})
# Ties, zeros, one test alone, and p-values whose raised ones pass 1 or overtake each other.
families <- list(c(0.01, 0.02, 0.03), 0.5, c(0, 0, 1, 1), rep(0.01, 5), c(0.04, 1e-300, 0.011, 0.0099, 0.6, 0.04), c(0.3, 0.2, 0.9))
adjusted <- lapply(families, function(p) list(pValues = I(p), adjusted = I(p.adjust(p, "holm"))))
values <- list(madeWith = paste0("pROC ", packageVersion("pROC"), ": tests/peers/proc_oracles.R"), markers = measured, pairs = compared, holm = adjusted)

if ("--check" %in% arguments) {
  committed <- read_json(path, simplifyVector = FALSE)
  computed <- fromJSON(toJSON(values, auto_unbox = TRUE, digits = NA), simplifyVector = FALSE)
  same <- all.equal(committed[-1], computed[-1], tolerance = 1e-6)
  cat("proc:", if (isTRUE(same)) "agrees" else same, "\n")
  quit(status = if (isTRUE(same)) 0 else 1)
}
write_json(values, path, auto_unbox = TRUE, digits = NA, pretty = TRUE)
cat("wrote", path, "\n")
