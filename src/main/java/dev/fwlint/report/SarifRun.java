package dev.fwlint.report;

import com.contrastsecurity.sarif.Artifact;
import com.contrastsecurity.sarif.ArtifactLocation;
import com.contrastsecurity.sarif.Invocation;
import com.contrastsecurity.sarif.Message;
import com.contrastsecurity.sarif.Notification;
import com.contrastsecurity.sarif.OriginalUriBaseIds;
import com.contrastsecurity.sarif.Role;
import java.util.List;
import java.util.Set;

/** What a run says of itself: that it ended well, where paths begin, which files it read. */
final class SarifRun {
  private SarifRun() {}

  static List<Invocation> invocations(int dropped) {
    Invocation invocation = new Invocation().withExecutionSuccessful(true);
    return List.of(
        dropped == 0
            ? invocation
            : invocation.withToolExecutionNotifications(List.of(truncation(dropped))));
  }

  private static Notification truncation(int dropped) {
    String text =
        "This log holds the %d most severe findings; %d more were left out."
            .formatted(SarifReporter.MOST_RESULTS, dropped);
    return new Notification()
        .withLevel(Notification.Level.WARNING)
        .withMessage(new Message().withText(text));
  }

  /** Paths begin where the linter was run; where that is on this machine is nobody's business. */
  static OriginalUriBaseIds baseIds() {
    Message description = new Message().withText("The folder that fwlint was run in.");
    return new OriginalUriBaseIds()
        .withAdditionalProperty(
            SarifPlaces.ROOT, new ArtifactLocation().withDescription(description));
  }

  static List<Artifact> artifacts(SarifPlaces places) {
    return places.files().stream()
        .map(file ->
            new Artifact()
                .withLocation(places.artifact(file))
                .withRoles(Set.of(role(file.name())))
                .withEncoding("UTF-8"))
        .toList();
  }

  private static Role role(String name) {
    return name.equals("-") ? Role.STANDARD_STREAM : Role.ANALYSIS_TARGET;
  }
}
