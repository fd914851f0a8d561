/**
 * What a ruleset means: its tables, chains and steps as the kernel holds them once the file is
 * loaded, with every match a typed {@link dev.fwlint.model.Condition} and every target an {@link
 * dev.fwlint.model.Action}. What is not modelled stays an explicit unknown.
 */
@NullMarked
package dev.fwlint.model;

import org.jspecify.annotations.NullMarked;
