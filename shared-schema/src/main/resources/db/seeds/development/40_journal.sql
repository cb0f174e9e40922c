-- The rows have no ids here: the database alone counts them, and the user with the day or the week
-- tells them apart.
INSERT INTO daily_logs (
  user_id, date,
  bed_time, wake_time, sleep_minutes, sleep_quality, night_wakings, nap_minutes, dreams,
  morning_mood, midday_mood, evening_mood, stress, mood_notes,
  morning_energy, midday_energy, evening_energy,
  medication_taken, medication_name, medication_dose, medication_taken_at, medication_effect,
  medication_wore_off_at, side_effects,
  breakfast, lunch, dinner, snacks, appetite,
  exercise, exercise_minutes, exercise_intensity,
  anxiety, irritability, restlessness, pain, other_symptoms,
  morning_focus, afternoon_focus, focus_minutes, distractions,
  day_rating, went_well, was_hard, tomorrow,
  created_at, updated_at
) VALUES
  (
    'usr_alice00000000000', '2026-01-26',
    '23:10', '06:50', 440, 7, 1, 0, 'Missed a train that had no rails',
    6, 7, 7, 4, NULL,
    5, 7, 6,
    true, 'Methylphenidate', '20 mg', '08:15', 7,
    '15:30', NULL,
    'Porridge with apple', 'Lentil soup', 'Pasta', 'Almonds', 6,
    'Cycling to work', 35, 5,
    3, 2, 3, 0, NULL,
    6, 8, 150, 'Chat messages',
    7, 'Finished the report before noon', 'The meeting ran over', 'Call the dentist',
    '2026-01-26 07:05:00+00', '2026-01-26 20:40:00+00'
  ),
  (
    'usr_alice00000000000', '2026-01-27',
    '00:20', '06:45', 375, 4, 3, 20, NULL,
    4, 5, 6, 6, 'Short of sleep, better after the walk',
    3, 5, 4,
    true, 'Methylphenidate', '20 mg', '08:40', 6,
    '16:00', 'Dry mouth',
    'Toast', 'Cheese sandwich', 'Rice and vegetables', NULL, 4,
    'Walk', 25, 3,
    5, 5, 6, 2, 'Headache in the afternoon',
    4, 5, 60, 'News, phone',
    5, 'Went out although it rained', 'Started three things at once', 'One thing at a time',
    '2026-01-27 07:00:00+00', '2026-01-27 21:15:00+00'
  ),
  (
    'usr_bob0000000000000', '2026-01-27',
    '22:30', '06:00', 435, 8, 0, 0, NULL,
    7, 7, 8, 2, NULL,
    7, 8, 6,
    false, NULL, NULL, NULL, NULL,
    NULL, NULL,
    'Eggs', 'Salad', 'Fish', 'Banana', 7,
    'Running', 50, 8,
    1, 1, 2, 1, NULL,
    8, 7, 210, NULL,
    8, 'Ten kilometres without a break', NULL, 'Rest day',
    '2026-01-27 06:20:00+00', '2026-01-27 19:50:00+00'
  )
ON CONFLICT DO NOTHING;

-- A day of which only the morning is told, as most logs are for most of the day.
INSERT INTO daily_logs (
  user_id, date, bed_time, wake_time, sleep_minutes, sleep_quality, morning_mood, morning_energy,
  created_at, updated_at
) VALUES
  ('usr_alice00000000000', '2026-01-28', '22:45', '06:40', 460, 8, 7, 7,
    '2026-01-28 06:55:00+00', '2026-01-28 06:55:00+00'),
  ('usr_elena00000000000', '2026-01-28', '23:30', '07:15', 450, 6, 5, 6,
    '2026-01-28 07:30:00+00', '2026-01-28 07:30:00+00')
ON CONFLICT DO NOTHING;

INSERT INTO weekly_reflections (
  user_id, week_start_date, week_end_date,
  week_rating, sleep_rating, mood_rating, energy_rating, focus_rating, medication_rating,
  highlights, challenges, lessons, next_week, created_at, updated_at
) VALUES
  ('usr_alice00000000000', '2026-01-12', '2026-01-18', 6, 5, 6, 5, 6, 7,
    'Dinner with old friends', 'Two late nights', 'Late nights cost the day after',
    'Lights out at eleven', '2026-01-18 19:00:00+00', '2026-01-18 19:00:00+00'),
  ('usr_alice00000000000', '2026-01-19', '2026-01-25', 7, 7, 7, 6, 7, 7,
    'Cycled to work every day', 'Too many meetings', 'Mornings are for the hard things',
    'No meetings before ten', '2026-01-25 18:30:00+00', '2026-01-25 18:30:00+00'),
  ('usr_bob0000000000000', '2026-01-19', '2026-01-25', 8, 8, 7, 8, 7, NULL,
    'Three long runs', NULL, 'Rest days matter', 'Stretch after running',
    '2026-01-25 20:10:00+00', '2026-01-25 20:10:00+00')
ON CONFLICT DO NOTHING;
