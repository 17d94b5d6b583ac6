"""Logistic regression for rules whose weights ship as data: each sign is held to the side it may speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Sample = tuple[frozenset[str], bool, float]  # the signs there are, the answer, how much it counts


def fit(
    samples: Sequence[Sample], guesses: Mapping[str, float], bias: float, *, pull: float, rounds: int = 1500
) -> tuple[dict[str, float], float]:
    """Return the weights and the bias that explain `samples`, drawn to the `guesses` a person made by `pull`."""
    names = list(guesses)
    at = {name: place for place, name in enumerate(names)}
    signs = np.zeros((len(samples), len(names)))
    for row, (found, _, _) in enumerate(samples):
        signs[row, [at[name] for name in found if name in at]] = 1
    answers = np.array([answer for _, answer, _ in samples], float)
    counts = np.array([count for _, _, count in samples])
    guessed = np.array([guesses[name] for name in names])
    weights, first = guessed.copy(), bias
    slope_seen, bias_seen = np.zeros(len(names)), 0.0
    for _ in range(rounds):  # gradient steps scaled by what was seen (Adagrad), then held to their sides
        miss = (1 / (1 + np.exp(-(signs @ weights + bias))) - answers) * counts
        slope = signs.T @ miss + pull * (weights - guessed)
        slope_seen += slope**2
        bias_slope = miss.sum() + pull * (bias - first)
        bias_seen += bias_slope**2
        weights = weights - 0.1 * slope / np.sqrt(slope_seen + 1e-9)
        weights = np.where(weights * guessed < 0, 0.0, weights)
        bias -= 0.1 * bias_slope / np.sqrt(bias_seen + 1e-9)
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}, round(
        float(bias), 2
    )
