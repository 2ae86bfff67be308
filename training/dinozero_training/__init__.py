# SPDX-License-Identifier: Apache-2.0
"""Trains small DINO vision transformers and exports them for the dinozero library."""
