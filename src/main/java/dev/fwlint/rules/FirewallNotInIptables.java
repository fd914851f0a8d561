package dev.fwlint.rules;

import dev.fwlint.ast.Line;
import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Table;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds that rules of the host are where iptables-save does not show them: it says so itself of a
 * table that holds rules of nft's, and Docker's networks tell that rules of Docker's are missing.
 */
final class FirewallNotInIptables implements Rule {
  /** As iptables-nft-save 1.8 prints it (iptables/xtables-save.c and nft.c). */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "^ Table `(\\w+)' (?:is incompatible, use 'nft' tool\\."
              + "|contains incompatible base-chains, use 'nft' tool to list them\\.)$");

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return Stream.concat(hiddenTables(firewall), dockerElsewhere(firewall));
  }

  /** Told at the first table of the file, where what is missing should stand beside. */
  private static Stream<Finding> hiddenTables(Firewall firewall) {
    List<Span> headers =
        firewall.file().lines().stream()
            .filter(Line.TableHeader.class::isInstance)
            .map(Line::span)
            .limit(1)
            .toList();
    return headers.stream()
        .flatMap(at ->
            firewall.file().lines().stream()
                .flatMap(
                    line -> line instanceof Line.Comment said ? hidden(at, said) : Stream.empty()));
  }

  private static Stream<Finding> hidden(Span at, Line.Comment comment) {
    return HIDDEN
        .matcher(comment.text())
        .results()
        .map(says ->
            Finding.at(
                    at,
                    says.group(1),
                    "this file does not show the host's table %s, which has [rules of nft's own](1)"
                        .formatted(Places.quoted(says.group(1))))
                .withNote(comment.span(), "iptables-nft-save says so")
                .withHelp("see what it holds: nft list ruleset"));
  }

  private static Stream<Finding> dockerElsewhere(Firewall firewall) {
    List<Bridge> unseen = DockerHost.of(firewall).unseen();
    if (unseen.isEmpty()) {
      return Stream.empty();
    }
    List<String> titles =
        unseen.stream().map(Bridge::title).map(Places::quoted).limit(Enumeration.NAMED).toList();
    String more = unseen.size() > Enumeration.NAMED ? " and others" : "";
    return firewall.table("filter").map(Table::header).stream()
        .map(at ->
            Finding.at(
                    at,
                    "filter",
                    "Docker has %s%s, and nothing of Docker's is in this file: its rules are elsewhere, or there are none"
                        .formatted(Enumeration.of(titles), more))
                .withHelp(
                    "with \"firewall-backend\": \"nftables\" they are in nft list ruleset; with \"iptables\": false there are none"));
  }
}
