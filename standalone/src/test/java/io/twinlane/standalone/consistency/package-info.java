@NullMarked
package io.twinlane.standalone.consistency;

import org.jspecify.annotations.NullMarked;
