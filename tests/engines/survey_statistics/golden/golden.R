# What R's survey package says of its own api data and of a simulated survey. Writes the data and golden.csv into a folder:
#     Rscript golden.R FOLDER
suppressMessages(library(survey))
folder <- commandArgs(TRUE)[1]
rows <- list()
put <- function(case, variable, domain, estimate, se = NA, deff = NA, lower = NA, upper = NA)
  rows[[length(rows) + 1]] <<- data.frame(case, variable, domain = as.character(domain), estimate = as.numeric(estimate),
    se = as.numeric(se), deff = as.numeric(deff), lower = as.numeric(lower), upper = as.numeric(upper))
put_by <- function(case, variable, by, found, df = NULL) for (i in seq_len(nrow(found)))
  put(case, variable, found[[by]][i], found[i, 2], SE(found)[i], if (is.null(found$DEff)) NA else found$DEff[i])

data(api)
kept <- c("snum", "dnum", "stype", "pw", "fpc", "fpc1", "fpc2", "api00", "api99", "enroll", "meals", "ell", "sch.wide", "awards")
for (name in c("apistrat", "apiclus1", "apiclus2")) {
  table <- get(name)
  write.csv(table[, intersect(kept, names(table))], file.path(folder, paste0(name, ".csv")), row.names = FALSE, na = "")
}

set.seed(11)
strata <- 12
drawn <- sample(2:9, strata, TRUE)
psu <- do.call(rbind, lapply(seq_len(strata), function(h) data.frame(stratum = sprintf("s%02d", h), psu = seq_len(drawn[h]),
  psus = drawn[h] * 3 + h)))
sim <- psu[rep(seq_len(nrow(psu)), sample(3:14, nrow(psu), TRUE)), ]
n <- nrow(sim)
sim$w <- rlnorm(n, 3, .6)
sim$age <- sample(c("16-29", "30-64", "65-"), n, TRUE)
sim$sex <- sample(c("f", "m"), n, TRUE)
sim$y <- round(pmin(7, pmax(1, 4 + rnorm(n) + as.integer(factor(sim$stratum)) / 8 + (sim$sex == "f") / 3)))
sim$x <- rlnorm(n, 5, 1)
sim$q <- ifelse(runif(n) < .4 + .05 * sim$y, 1, 0)
for (name in c("y", "x", "q")) sim[[name]][runif(n) < .07] <- NA
sim$one <- paste0(sim$stratum, "-", ifelse(sim$stratum %in% c("s03", "s07"), 1, sim$psu))
write.csv(sim, file.path(folder, "sim.csv"), row.names = FALSE, na = "")
sim <- read.csv(file.path(folder, "sim.csv"), na.strings = "")

designs <- list(
  strat = list(svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = apistrat), "stype", c("api00", "enroll"), c("api00", "api99")),
  strat_fpc = list(svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat), "stype", c("api00", "enroll"), c("api00", "api99")),
  clus1 = list(svydesign(ids = ~dnum, weights = ~pw, data = apiclus1), "stype", c("api00", "enroll"), c("api00", "api99")),
  clus1_fpc = list(svydesign(ids = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1), "stype", c("api00", "enroll"), c("api00", "api99")),
  clus2_fpc = list(svydesign(ids = ~dnum + snum, weights = ~pw, fpc = ~fpc1 + fpc2, data = apiclus2), "stype", c("api00", "enroll"), c("api00", "enroll")),
  sim = list(svydesign(ids = ~psu, strata = ~stratum, weights = ~w, nest = TRUE, data = sim), "age", c("y", "x", "q"), c("y", "x")),
  sim_fpc = list(svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~psus, nest = TRUE, data = sim), "age", c("y", "x", "q"), c("y", "x")))
for (case in names(designs)) {
  d <- designs[[case]][[1]]; by <- designs[[case]][[2]]; pair <- designs[[case]][[4]]
  f <- function(name) as.formula(paste0("~", name))
  for (variable in designs[[case]][[3]]) {
    known <- d[!is.na(d$variables[[variable]]), ]
    found <- svymean(f(variable), d, na.rm = TRUE, deff = "replace")
    bound <- confint(found, df = degf(known))
    put(paste0(case, ".means"), variable, "", coef(found), SE(found), deff(found), bound[1], bound[2])
    found <- svytotal(f(variable), d, na.rm = TRUE, deff = "replace")
    put(paste0(case, ".totals"), variable, "", coef(found), SE(found), deff(found))
    put_by(paste0(case, ".means"), variable, by, svyby(f(variable), f(by), d, svymean, na.rm = TRUE, deff = "replace"))
    put_by(paste0(case, ".totals"), variable, by, svyby(f(variable), f(by), d, svytotal, na.rm = TRUE, deff = "replace"))
    q <- svyquantile(f(variable), d, c(.25, .5, .9), na.rm = TRUE)[[1]]
    for (i in 1:3) put(paste0(case, ".quantiles"), variable, c(.25, .5, .9)[i], q[i, 1], q[i, 4], NA, q[i, 2], q[i, 3])
  }
  found <- svyratio(f(pair[1]), f(pair[2]), d, na.rm = TRUE, deff = "replace")
  put(paste0(case, ".ratios"), paste(pair, collapse = "/"), "", coef(found), SE(found), attr(found, "deff"))
  put_by(paste0(case, ".ratios"), paste(pair, collapse = "/"), by, svyby(f(pair[1]), f(by), denominator = f(pair[2]), d, svyratio, na.rm = TRUE))
}

d <- designs$sim[[1]]
for (value in 1:7) {
  d$variables$is <- as.integer(d$variables$y == value)
  found <- svyciprop(~is, d, method = "logit", na.rm = TRUE, df = degf(d[!is.na(sim$y), ]))
  mean <- svymean(~is, d, na.rm = TRUE)
  put("sim.shares", "y", value, coef(mean), SE(mean), NA, confint(found)[1], confint(found)[2])
}
means <- svyby(~y, ~age, d[!is.na(sim$y), ], svymean, covmat = TRUE)
for (pair in list(c("16-29", "65-"), c("30-64", "65-"))) {
  found <- svycontrast(means, setNames(c(1, -1), pair))
  put("sim.compare", "y", pair[1], coef(found), SE(found))
}
for (case in c("clus1", "strat", "strat_fpc")) {
  found <- svychisq(~sch.wide + stype, designs[[case]][[1]], statistic = "F")
  put(paste0(case, ".association"), "sch.wide stype", "", found$statistic, found$p.value, NA, found$parameter[1], found$parameter[2])
}
found <- svychisq(~y + age, d, statistic = "F", na.rm = TRUE)
put("sim.association", "y age", "", found$statistic, found$p.value, NA, found$parameter[1], found$parameter[2])

lonely <- svydesign(ids = ~one, strata = ~stratum, weights = ~w, data = sim)
for (rule in c("certainty", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  found <- svymean(~y, lonely, na.rm = TRUE)
  put(paste0("lonely.", rule), "y", "", coef(found), SE(found))
  put_by(paste0("lonely.", rule), "y", "age", svyby(~y, ~age, lonely, svymean, na.rm = TRUE))
}
options(survey.lonely.psu = "fail")

for (case in c("clus1", "clus1_fpc", "sim")) {
  knife <- as.svrepdesign(designs[[case]][[1]], type = if (case == "sim") "JKn" else "JK1", mse = TRUE)
  variable <- designs[[case]][[3]][1]
  found <- svymean(as.formula(paste0("~", variable)), knife, na.rm = TRUE)
  put(paste0(case, ".jackknife"), variable, "", coef(found), SE(found))
  put_by(paste0(case, ".jackknife"), variable, designs[[case]][[2]], svyby(as.formula(paste0("~", variable)), as.formula(paste0("~", designs[[case]][[2]])), knife, svymean, na.rm = TRUE))
}

fit <- svyglm(api00 ~ ell + meals, designs$strat_fpc[[1]])
for (term in names(coef(fit))) put("strat_fpc.linear", "api00", term, coef(fit)[term], SE(fit)[term])
fit <- svyglm(y ~ x + sex, d)
for (term in names(coef(fit))) put("sim.linear", "y", term, coef(fit)[term], SE(fit)[term])
fit <- svyglm(q ~ y + sex, d, family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 50))
for (term in names(coef(fit))) put("sim.logistic", "q", term, coef(fit)[term], SE(fit)[term])

full <- svydesign(ids = ~1, weights = ~w, data = sim)
age <- data.frame(age = c("16-29", "30-64", "65-"), Freq = c(2000, 5000, 3000))
sex <- data.frame(sex = c("f", "m"), Freq = c(5200, 4800))
raked <- rake(full, list(~age, ~sex), list(age, sex), control = list(maxit = 500, epsilon = 1e-13))
bounded <- calibrate(full, ~age + sex, c(`(Intercept)` = 10000, `age30-64` = 5000, `age65-` = 3000, sexm = 4800),
  calfun = "logit", bounds = c(.4, 3.2), epsilon = 1e-13, maxit = 200)
trimmed <- trimWeights(full, upper = 40, strict = TRUE)
for (i in 1:40) {
  put("sim.rake", "w", i, weights(raked)[i])
  put("sim.bounded", "w", i, weights(bounded)[i])
  put("sim.trim", "w", i, weights(trimmed)[i])
}
table <- do.call(rbind, rows)
for (name in c("estimate", "se", "deff", "lower", "upper")) table[[name]] <- ifelse(is.na(table[[name]]), "", sprintf("%.17g", table[[name]]))
write.csv(table, file.path(folder, "golden.csv"), row.names = FALSE, quote = FALSE)
