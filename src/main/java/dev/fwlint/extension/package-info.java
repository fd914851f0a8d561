/**
 * What iptables' matches and targets are: their options, the values these take, and the tables,
 * hooks and protocols they are legal with. All of it is declared, in the tables beside this
 * package's resources; the code here only reads them, and the values.
 */
@NullMarked
package dev.fwlint.extension;

import org.jspecify.annotations.NullMarked;
