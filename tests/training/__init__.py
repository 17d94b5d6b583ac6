"""Where the weights of the kinds come from: texts, folds that keep kin together, the fit, and honest scores."""
