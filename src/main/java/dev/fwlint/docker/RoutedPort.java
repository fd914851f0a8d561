package dev.fwlint.docker;

import dev.fwlint.model.Address;
import dev.fwlint.model.Step;

/**
 * A port of a container that is let in untranslated, for its network is in gateway mode routed.
 *
 * @param protocol the IP protocol's number
 * @param step the rule of the filter table that lets it in
 */
public record RoutedPort(String bridge, Address container, int protocol, int port, Step step) {}
