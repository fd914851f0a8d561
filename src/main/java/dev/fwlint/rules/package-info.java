/**
 * What fwlint looks for: one class a rule, a pure function of a firewall. What a rule promises
 * stands on its page.
 */
@NullMarked
package dev.fwlint.rules;

import org.jspecify.annotations.NullMarked;
