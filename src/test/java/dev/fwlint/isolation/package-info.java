/**
 * Docker hosts whose rules are changed in hundreds of ways: what is said of them is held against
 * what really gets from one network to another.
 */
@NullMarked
package dev.fwlint.isolation;

import org.jspecify.annotations.NullMarked;
