/** How findings are told: as text for people, as SARIF and other formats for programs. */
@NullMarked
package dev.fwlint.report;

import org.jspecify.annotations.NullMarked;
